namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>The yardstick itself: a comparison that cannot fail proves nothing.</summary>
public class GoldenComparisonTests
{
    [Theory]
    [InlineData("""{"x":2}""", 2.0, true)]
    [InlineData("""{"x":2}""", 2.0000001, true)]
    [InlineData("""{"x":2}""", 2.00001, false)]
    [InlineData("""{"x":2}""", 2, true)]
    [InlineData("""{"x":2.0000001}""", 2, false)] // computed as a whole number: exact
    [InlineData("""{"x":2}""", double.NaN, false)]
    [InlineData("""{"x":2}""", "2", false)]
    [InlineData("""{"x":2}""", null, false)]
    [InlineData("""{"x":null}""", null, true)]
    [InlineData("""{"x":null}""", double.NaN, true)]
    [InlineData("""{"x":null}""", 0.0, false)]
    [InlineData("""{"x":"a"}""", "a", true)]
    [InlineData("""{"x":"a"}""", "A", false)]
    [InlineData("""{"x":true}""", true, true)]
    [InlineData("""{"x":true}""", false, false)]
    [InlineData("""{"loose":1}""", 1.05, true)]
    [InlineData("""{"group":{"loose":1}}""", 1.05, false)] // a number where a group is expected
    [InlineData("""{"point_indices":2}""", 2.0000001, false)]
    public void A_value_is_compared_by_its_type_and_tolerance(string expected, object? got, bool holds)
    {
        var golden = Case("any", expected);
        var name = golden.Expected.EnumerateObject().First().Name;

        Assert.Equal(holds, GoldenComparison.Differences(golden, new Dictionary<string, object?> { [name] = got }).Count == 0);
    }

    [Theory]
    [InlineData("[1,2,null]", true)]
    [InlineData("[1,2]", false)]
    [InlineData("[1,null,2]", false)]
    [InlineData("[]", false)]
    [InlineData("1", false)]
    public void Lists_are_compared_item_by_item(string expected, bool holds) => Assert.Equal(
        holds,
        GoldenComparison.Differences(
            Case("any", $$"""{"x":{{expected}} }"""), new Dictionary<string, object?> { ["x"] = new[] { 1, 2, double.NaN } }).Count == 0);

    [Fact]
    public void Groups_are_compared_inside()
    {
        var golden = Case("any", """{"rules":{"A":[3],"B":[]},"parts":[{"n":5}]}""");
        Dictionary<string, object?> Computed(int a, int n) => new()
        {
            ["rules"] = new Dictionary<string, object?> { ["A"] = new[] { a }, ["B"] = Array.Empty<int>() },
            ["parts"] = new[] { new Dictionary<string, object?> { ["n"] = n } },
        };

        Assert.Empty(GoldenComparison.Differences(golden, Computed(3, 5)));
        Assert.Equal(
            ["rules.A[0]: expected 3, got 4", "parts[0].n: expected 5, got 6"], GoldenComparison.Differences(golden, Computed(4, 6)));
    }

    [Fact]
    public void An_expected_key_that_nobody_computes_fails_the_case() => Assert.Equal(
        ["y: expected, but nobody computes it"],
        GoldenComparison.Differences(Case("any", """{"x":1,"y":null}"""), new Dictionary<string, object?> { ["x"] = 1 }));

    [Fact]
    public void A_case_that_expects_nothing_fails() =>
        Assert.NotEmpty(GoldenComparison.Differences(Case("any", "{}"), new Dictionary<string, object?>()));

    [Fact]
    public void An_unknown_kind_fails_by_name() =>
        Assert.Contains("tea_leaves", Assert.Throws<NotSupportedException>(() => GoldenKinds.Compute(Case("tea_leaves", "{}"))).Message);

    private static GoldenCase Case(string kind, string expected) => GoldenCase.Parse(
        $$"""
        {
          "schema": "servicetracker-golden/1", "id": "x", "kind": "{{kind}}", "input": {}, "options": {},
          "expected": {{expected}},
          "tolerance": { "abs": 1e-6, "rel": 0, "overrides": { "loose": { "abs": 0.1, "rel": 0 } } }
        }
        """);
}
