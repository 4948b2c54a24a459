using Microsoft.EntityFrameworkCore;
using ServiceTracker.Infrastructure.Persistence.Sqlite;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Web.CommandLine;

namespace ServiceTracker.Tests.CommandLine;

/// <summary>What is written on the command line is understood in every order and spelling, or refused; nothing is dropped in
/// silence.</summary>
public sealed class ArgumentTests : IDisposable
{
    private const int Seed = 20261120, Rounds = 200;

    private static readonly string[] Values = ["harbour", "a", "a:b", "x=y", "2026-W47", "true", "=", "manager", "urls", "Ann O'Neil"];

    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-arguments-").FullName;

    private string Connection => $"Data Source={Path.Combine(folder, "service.db")};Pooling=False";

    public static TheoryData<string> Names => [.. Verbs.All.Select(v => v.Name)];

    [Fact]
    public void An_option_takes_a_value_with_every_verb_that_has_it_or_with_none() =>
        Assert.All(Verbs.All.SelectMany(v => v.Options).GroupBy(o => o.Name), o => Assert.Single(o.Select(x => x.IsFlag).Distinct()));

    [Theory, MemberData(nameof(Names))]
    public void Options_are_understood_with_a_blank_or_an_equals_sign_wherever_they_stand(string name)
    {
        var verb = Verbs.All.Single(v => v.Name == name);
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var (args, given, settings, words) = Generate(verb, random);
            var text = string.Join(' ', args);
            var (found, rest) = Verbs.Find(args);
            Assert.True(found == verb, $"{text}: {found.Name}");
            var read = new Arguments(rest, verb.Options);
            foreach (var option in verb.Options)
            {
                var values = given.Where(g => g.Option == option).Select(g => g.Value).ToList();
                if (option.IsFlag)
                    Assert.True(
                        read.Flag(option.Name) == (values.SingleOrDefault() is { } flag && bool.Parse(flag)), $"{option.Name} in {text}");
                else if (option.Repeats) Assert.Equal(values, read.Options(option.Name));
                else Assert.Equal(values.SingleOrDefault(), read.Option(option.Name));
            }

            Assert.Equal(settings, read.Configuration);
            foreach (var word in words) Assert.Equal(word, read.Word("A word"));
            read.NoMore();
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task What_no_verb_knows_is_refused_in_both_spellings_and_every_place(string name)
    {
        var verb = Verbs.All.Single(v => v.Name == name) with { Run = _ => throw new InvalidOperationException("It ran.") };
        var near = verb.Options.SelectMany(o => new[] { o.Name[..^1], o.Name.ToUpperInvariant(), o.Name[1..], o.Name + "s" });
        foreach (var wrong in near.Concat(["--colour", "-x", "--DataDirector", "--ConnectionStrings"])
            .Where(n => verb.Options.All(o => o.Name != n)))
        {
            string[][] written = [[wrong + "=red"], [wrong, "red"], [wrong]];
            foreach (var some in written)
            {
                Assert.Equal(2, await verb.RunAsync(some));
                Assert.Equal(2, await verb.RunAsync([.. some, "--DataDirectory=x"]));
                // An option of another verb is none of this one's.
                if (Verbs.Find([.. some, .. verb.Words]) is var (found, rest) && found.Name == verb.Name)
                    Assert.Equal(2, await verb.RunAsync(rest));
            }
        }
    }

    [Theory]
    [InlineData("--site")]
    [InlineData("--site=")]
    [InlineData("--site --dry-run")]
    [InlineData("--name a --name b")]
    [InlineData("--dry-run=perhaps")]
    [InlineData("--dry-run --dry-run=false")]
    [InlineData("--urls")]
    public void What_lacks_its_value_or_contradicts_itself_is_refused(string arguments) =>
        Assert.Throws<UsageException>(() => new Arguments(
            arguments.Split(' '), [new("--site", "S", "") { Repeats = true }, new("--name", "N", ""), new("--dry-run", "", "")]));

    [Theory]
    [InlineData(2, "“--url” is not understood", "--url=http://127.0.0.1:0")]
    [InlineData(2, "“--fresh” is not understood", "--fresh")]
    [InlineData(2, "There is no command “urls=http://127.0.0.1:0”", "urls=http://127.0.0.1:0")]
    [InlineData(0, "--dry-run", "--help", "import")]
    [InlineData(0, "--ConnectionStrings:ServiceTracker=", "token", "--help", "create")]
    public async Task A_start_and_help_understand_what_they_are_told(int status, string says, params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(arguments);
        Assert.Equal(status, code);
        Assert.Contains(says, output + errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_word_that_comes_again_and_a_value_after_an_equals_sign_count()
    {
        var file = Path.Combine(folder, "f.csv");
        await File.WriteAllTextAsync(
            file, "external_id,occurred_at,site,channel\n1,2026-11-19T10:00:00Z,a,counter\n", TestContext.Current.CancellationToken);
        Assert.StartsWith(
            "trial, nothing stored", (await RunAsync("--dry-run=true", "import", file, "--create-missing=true", "--zone=UTC")).Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("trial", (await RunAsync("import", "--dry-run=false", file)).Output, StringComparison.Ordinal);

        // The name of the token is the word of its role.
        await DoneAsync("token", "create", "--name", "manager", "--role", "manager");
        await using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(Connection).Options);
        Assert.Equal("manager", (await db.ApiTokens.SingleAsync(TestContext.Current.CancellationToken)).Name);
        string[][] calls =
        [
            ["token", "create", "--name", "a", "--role", "manager", "--site", "a", "--site", "b"],
            ["--site=a", "--role", "manager", "token", "create", "--name=one"],
            ["report", "weekly", "2026-W47", $"--out={folder}", "--site=a"],
        ];
        foreach (var call in calls)
        {
            var (status, output, errors) = await RunAsync(call);
            Assert.Equal((2, ""), (status, output));
            Assert.Contains("There is no site “a”.", errors, StringComparison.Ordinal);
        }

        Assert.Equal(1, await db.ApiTokens.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_name_of_a_token_is_of_a_sane_length_and_moves_no_cursor()
    {
        foreach (var name in new[] { " ", new string('n', 201), "a\tb", "a\nb", "\u001b[2Kx", "\u0085" })
        {
            var (status, output, errors) = await RunAsync("token", "create", $"--name={name}", "--role=admin");
            Assert.Equal((2, ""), (status, output));
            Assert.Contains("--name", errors, StringComparison.Ordinal);
        }

        await DoneAsync("token", "create", "--name", new string('n', 200), "--role=admin");
        await using (var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(Connection).Options))
            await db.ApiTokens.ExecuteUpdateAsync(
                s => s.SetProperty(t => t.Name, "a\u001b[2K\tb\n"), TestContext.Current.CancellationToken);
        var line = Assert.Single((await DoneAsync("token", "list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("a\uFFFD[2K\uFFFDb\uFFFD", line.Split('\t')[1]);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static (
        string[] Args, List<(VerbOption Option, string Value)> Given, List<string> Settings, List<string> Words) Generate(Verb verb,
        Random random)
    {
        var given = verb.Options.Where(_ => random.Next(2) == 0)
            .SelectMany(o => Enumerable.Repeat(o, o.Repeats ? random.Next(1, 4) : 1))
            .Select(o =>
                (Option: o, Value: o.IsFlag ? random.Next(2) == 0 ? "true" : "false" : Values[random.Next(Values.Length)])).ToArray();
        random.Shuffle(given);
        string[] settings = [
            .. new[] { "--urls=http://x", "--Logging:MinimumLevel=Error", "--DataDirectory=there" }.Where(_ => random.Next(2) == 0)];
        string[] words = [
            .. Enumerable.Range(0, verb.Takes.Length > 0 ? random.Next(3) : 0).Select(_ => Values[random.Next(Values.Length)])];
        // Each keeps the order of its own kind.
        Queue<string[]>[] queues =
        [
            new(given.Select(g => Written(g.Option, g.Value))), new(settings.Select(s => random.Next(2) == 0 ? [s] : s.Split('=', 2))),
            new(verb.Words.Concat(words).Select(w => new[] { w })),
        ];
        var args = new List<string>();
        while (queues.Where(q => q.Count > 0).ToArray() is { Length: > 0 } some) args.AddRange(some[random.Next(some.Length)].Dequeue());
        return ([.. args], [.. given], [.. settings], [.. words]);

        string[] Written(VerbOption option, string value) => option.IsFlag
            ? value == "true" && random.Next(2) == 0 ? [option.Name] : [$"{option.Name}={value}"]
            : random.Next(2) == 0 ? [option.Name, value] : [$"{option.Name}={value}"];
    }

    private async Task<(int Status, string Output, string Errors)> DoneAsync(params string[] arguments)
    {
        var done = await RunAsync(arguments);
        Assert.True(done.Status == 0, $"{string.Join(' ', arguments)}: {done.Status} {done.Errors}");
        return done;
    }

    private Task<(int Status, string Output, string Errors)> RunAsync(params string[] arguments) =>
        new BuiltProgram(folder, Connection).RunAsync(null, arguments);
}
