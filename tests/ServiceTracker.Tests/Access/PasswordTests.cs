using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Access;

public sealed class PasswordTests(OnSqlite shared) : IClassFixture<OnSqlite>
{
    private static readonly string[] Words =
    [
        "password", "welcome", "letmein", "dragon", "monkey", "summer", "winter", "football", "sunshine", "iloveyou", "princess", "admin",
        "harbour", "dvolkov", "servicetracker",
    ];

    private static readonly string[] Tails = [
        "1", "12", "123", "1234", "2024", "2026!", "!", "!!", "1!", "01", "123!", "_1", "@1", "111", ".2025"];

    [Theory]
    [InlineData("short pw")]
    [InlineData("1234567890")]
    [InlineData("0987654321")]
    [InlineData("password12")]
    [InlineData("aaaaaaaaaa")]
    [InlineData("aaaaabbbbb")]
    [InlineData("abababababab")]
    [InlineData("abcabcabcabc")]
    [InlineData("qwertyuiop")]
    [InlineData("qwertzuiop")]
    [InlineData("azertyuiop")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("asdfghjkl123")]
    [InlineData("P@ssw0rd2026!")]
    [InlineData("Passw0rd!Passw0rd!")]
    [InlineData("a1b2c3d4e5f6")]
    [InlineData("abcdefghij")]
    [InlineData("Sommer2026!!")]
    [InlineData("ServiceTracker1")]
    [InlineData("harbour-2026")]
    [InlineData("ann.harper@cornershop.example")]
    [InlineData("annharper1990")]
    [InlineData("cornershop123")]
    [InlineData("correcthorsebatterystaple")]
    [InlineData("qwerty123456")]
    [InlineData("ILoveYou4ever!")]
    public async Task What_is_easy_to_guess_is_refused(string password) =>
        Assert.False(await IsTakenAsync(password), $"{password} was taken.");

    [Theory]
    [InlineData("a long enough password")]
    [InlineData("quiet lantern over seven hills")]
    [InlineData("basics-first")]
    [InlineData("basics-come-first")]
    [InlineData("vK7rTq2mZx9w")]
    [InlineData("gurke tasse nebel zaun")]
    [InlineData("снег идёт тихо вниз")]
    public async Task What_is_hard_to_guess_is_taken(string password) =>
        Assert.True(await IsTakenAsync(password), $"{password} was refused.");

    [Fact]
    public void Common_words_with_a_tail_in_any_case_and_spelling_are_refused()
    {
        const int Seed = 20261120;
        var chance = new Random(Seed);
        for (var i = 0; i < 2000; i++)
        {
            var word = Words[chance.Next(Words.Length)];
            if (chance.Next(2) == 0) word = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(word);
            if (chance.Next(3) == 0) word = word.Replace('a', '@').Replace('o', '0').Replace('e', '3').Replace('s', '$');
            var password = word + Tails[chance.Next(Tails.Length)] + (chance.Next(4) == 0 ? Tails[chance.Next(Tails.Length)] : "");
            if (password.Length >= PasswordRules.Shortest)
                Assert.True(PasswordRules.Left(password, ["harbour", "dvolkov", "servicetracker"]) < 7, $"seed {Seed}, {i}: {password}");
        }
    }

    [Fact]
    public void Chance_passwords_are_taken()
    {
        const int Seed = 20261121;
        const string Alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789-_.!";
        var chance = new Random(Seed);
        var refused = Enumerable.Range(0, 2000).Count(_ =>
            PasswordRules.Left(new string([.. Enumerable.Range(0, 12).Select(_ => Alphabet[chance.Next(Alphabet.Length)])]), []) < 7);
        Assert.True(refused <= 2, $"seed {Seed}: {refused} of 2000 refused");
    }

    private Task<bool> IsTakenAsync(string password) => shared.App.InScopeAsync(async services =>
    {
        var email = $"ann.harper@cornershop.example";
        var made = await services.GetRequiredService<Accounts>()
            .CreateAsync(Actor.CommandLine, email, password, "Ann Harper", Role.Ops, null, null, CancellationToken.None);
        if (made is not Result<Account>.Ok(var account, _)) return false;
        Assert.IsType<Result<Account>.Ok>(
            await services.GetRequiredService<AccountAdministration>()
                .RemoveAsync(Actor.CommandLine, account.Id, null, CancellationToken.None));
        return true;
    });
}
