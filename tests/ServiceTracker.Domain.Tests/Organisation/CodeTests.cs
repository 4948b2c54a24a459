using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Tests.Organisation;

public class CodeTests
{
    [Theory]
    [InlineData("dvolkov")]
    [InlineData("  dvolkov\t")]
    [InlineData("Head office, 2nd floor")]
    [InlineData("Zoë")]
    [InlineData("*")]
    [InlineData("...")]
    [InlineData(".x")]
    public void A_code_is_any_short_text(string code) => Assert.True(Code.IsValid(code));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("two\nlines")]
    [InlineData("bell\a")]
    [InlineData("nul\0")]
    [InlineData(".")]
    [InlineData(" .. ")]
    public void Blank_text_control_characters_and_steps_of_a_path_are_no_code(string? code) => Assert.False(Code.IsValid(code));

    [Fact]
    public void A_code_has_at_most_100_characters_without_the_blanks_around_it()
    {
        Assert.True(Code.IsValid(new string('a', 100)));
        Assert.True(Code.IsValid($" {new string('a', 100)} "));
        Assert.False(Code.IsValid(new string('a', 101)));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("  ", "")]
    [InlineData(" a b ", "a b")]
    public void Only_the_blanks_around_a_code_are_dropped(string? code, string trimmed) => Assert.Equal(trimmed, Code.Trim(code));
}
