using System.Text.Json.Nodes;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Imports;

public sealed class NewThingsOnSqliteTests(OnSqlite shared) : NewThingsTests(shared), IClassFixture<OnSqlite>;

public sealed class NewThingsOnPostgresTests(OnPostgres shared) : NewThingsTests(shared), IClassFixture<OnPostgres>;

/// <summary>What an import makes because a file names it, and what it does not make.</summary>
public abstract class NewThingsTests(SharedApp shared)
{
    private const string Header = "external_id,occurred_at,site,team,staff,channel,reason,basic:greeted\n";

    [Fact]
    public async Task What_was_made_is_told_with_counts_and_codes()
    {
        var stem = shared.Organisation.NewCode("made");
        var file = Header + Row("a", $"{stem}-site", $"{stem}-team", $"{stem}-ann", $"{stem}-desk", $"{stem}-why")
            + Row("b", $"{stem}-site", "", $"{stem}-ben", "counter", "")
            // Stored by nobody: nothing is made for it.
            + Row("c", $"{stem}-other", "", $"{stem}-cat", "counter", "").Replace("met", "perhaps", StringComparison.Ordinal);

        var trial = (await shared.ImportAsync(file, "createMissing=true&zone=Europe/Paris&onError=skip&dryRun=true&fileName=week.csv"))
            .Is(200);
        Assert.Equal(("done", 3, 2, 0, 1), trial.Counts());
        Assert.Equal((true, "week.csv"), ((bool)trial["dryRun"]!, (string?)trial["fileName"]));
        IsMade(trial);
        (await shared.Organisation.Admin.GetAsync($"sites/{stem}-site")).Is(404);
        (await shared.Organisation.Admin.GetAsync($"staff/{stem}-ann")).Is(404);

        var import = (await shared.ImportAsync(file, "createMissing=true&zone=Europe/Paris&onError=skip")).Is(200);
        Assert.Equal(("done", 3, 2, 0, 1), import.Counts());
        IsMade(import);
        IsMade((await shared.Organisation.Admin.GetAsync($"imports/{import["id"]}")).Is(200));
        (await shared.Organisation.Admin.GetAsync($"staff/{stem}-ben")).Is(200);
        (await shared.Organisation.Admin.GetAsync($"sites/{stem}-other")).Is(404);
        (await shared.Organisation.Admin.GetAsync($"staff/{stem}-cat")).Is(404);

        // A second time nothing is made, and a trial says that all is there.
        var again = (await shared.ImportAsync(file, "createMissing=true&zone=Europe/Paris&onError=skip&dryRun=true")).Is(200);
        Assert.Equal(("done", 3, 0, 2, 1), again.Counts());
        Assert.Equal(0, (int)again["created"]!["staff"]!["count"]!);

        void IsMade(Answer answer) => Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse($$"""
                    {"sites":{"count":1,"codes":["{{stem}}-site"]},"teams":{"count":1,"codes":["{{stem}}-site/{{stem}}-team"]},
                     "staff":{"count":2,"codes":["{{stem}}-ann","{{stem}}-ben"]},
                     "channels":{"count":1,"codes":["{{stem}}-desk"]},"reasons":{"count":1,"codes":["{{stem}}-why"]} }
                    """),
                answer["created"]),
            answer.Text);
    }

    [Fact]
    public async Task Only_a_hundred_codes_are_shown_of_all_that_were_made()
    {
        var (site, stem) = (await shared.Organisation.SiteAsync(), shared.Organisation.NewCode("many"));
        var import =
            (await shared.ImportAsync(
                Header + string.Concat(Enumerable.Range(0, 130).Select(i => Row($"m{i}", site, "", $"{stem}-{i}p", "counter", ""))),
                "createMissing=true")).Is(200);
        Assert.Equal((130, 100), ((int)import["created"]!["staff"]!["count"]!, import["created"]!["staff"]!["codes"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("null")]
    [InlineData("N/A")]
    [InlineData("n/a")]
    [InlineData("#N/A")]
    [InlineData("-")]
    [InlineData("—")]
    [InlineData("?")]
    [InlineData("???")]
    [InlineData("nan")]
    [InlineData("NaN")]
    [InlineData("None")]
    [InlineData("(none)")]
    [InlineData("\\N")]
    [InlineData("nu\u200Bll")]
    public async Task A_word_for_nothing_is_not_made_into_a_person(string word)
    {
        var site = await shared.Organisation.SiteAsync();
        var refused = (await shared.ImportAsync(Header + Row("w1", site, "", word, "counter", ""), "createMissing=true")).Is(422);
        Assert.Equal(["2 staff word_for_nothing"], refused.Faults());
        Assert.Contains("leave the cell empty", refused.Sentence(), StringComparison.Ordinal);
        Assert.Equal(
            ["2 channel word_for_nothing"],
            (await shared.ImportAsync(Header + Row("w2", site, "", "", word, ""), "createMissing=true&lookAlikes=allow")).Is(422).Faults());
    }

    // There is, comes, is refused.
    [Theory]
    [InlineData("ada", "Ada", true)]
    [InlineData("zoe\u0308", "zo\u00EB", true)]
    [InlineData("\u017Baba", "z\u0307aba", true)]
    [InlineData("007", "7", true)]
    [InlineData("T07", "t7", true)]
    [InlineData("kim", "k\u200Bim", true)]
    [InlineData("kim b", "kim\u00A0 b", true)]
    [InlineData("kim", "\u202Ekim", true)]
    [InlineData("zoe", "zo\u00EB", false)]
    [InlineData("10", "100", false)]
    [InlineData("1.05", "1.5", false)]
    [InlineData("kim", "tim", false)]
    public async Task A_code_that_only_looks_like_one_that_is_there_is_refused_unless_it_is_wanted(
        string there, string comes, bool looksLike)
    {
        var site = await shared.Organisation.SiteAsync();
        var stem = shared.Organisation.NewCode("look") + "x ";
        (there, comes) = (
            there[..1] is "0" or "1" ? there + " " + stem : stem + there, comes[..1] is "7" or "1" ? comes + " " + stem : stem + comes);
        (there, comes) = (there.Trim(), comes.Trim());
        await shared.Organisation.StaffAsync(there, site);
        await AreToldApart(Header + Row("l1", site, "", comes, "counter", ""), there, 2);
        // The same among new ones of one file.
        var (first, second) = ("b" + there, "b" + comes);
        if (!char.IsAsciiDigit(there[0]))
            await AreToldApart(Header + Row("l2", site, "", first, "counter", "") + Row("l3", site, "", second, "counter", ""), first, 3);

        async Task AreToldApart(string file, string same, int line)
        {
            var answer = await shared.ImportAsync(file, "createMissing=true&dryRun=true");
            Assert.Equal(looksLike ? 422 : 200, answer.Status);
            if (!looksLike) return;
            Assert.Equal([$"{line} staff look_alike"], answer.Faults());
            Assert.Equal(same, (string?)answer["errors"]![0]!["sameAs"]);
            (await shared.ImportAsync(file, "createMissing=true&lookAlikes=allow&dryRun=true")).Is(200);
        }
    }

    [Fact]
    public async Task A_code_that_only_looks_like_a_former_one_is_refused_and_the_former_one_finds_its_person()
    {
        var site = await shared.Organisation.SiteAsync();
        var (person, wanted) = (await shared.Organisation.StaffAsync(null, site), shared.Organisation.NewCode("renamed"));
        (await shared.Organisation.Admin.PostAsync($"staff/{person}/rename", new { code = wanted })).Is(200);
        var other = person.ToUpperInvariant();

        var refused = (await shared.ImportAsync(Header + Row("f1", site, "", other, "counter", ""), "createMissing=true")).Is(422);
        Assert.Equal(["2 staff look_alike"], refused.Faults());
        Assert.Equal(person, (string?)refused["errors"]![0]!["sameAs"]);
        (await shared.Organisation.Admin.GetAsync($"staff/{other}")).Is(404);

        var written = (await shared.ImportAsync(Header + Row("f1", site, "", person, "counter", ""), "createMissing=true")).Is(200);
        Assert.Equal(0, (int)written["created"]!["staff"]!["count"]!);
        Assert.Equal(
            wanted,
            (string?)Assert.Single((await shared.Organisation.Admin.GetAsync($"interactions?site={site}")).Is(200).Items)!["staff"]);
        (await shared.ImportAsync(Header + Row("f2", site, "", other, "counter", ""), "createMissing=true&lookAlikes=allow&dryRun=true"))
            .Is(200);
    }

    [Fact]
    public async Task Two_imports_at_once_that_name_the_same_new_people_both_go_in()
    {
        var (site, stem) = (await shared.Organisation.SiteAsync(), shared.Organisation.NewCode("both"));
        string File(string mark) =>
            Header + string.Concat(
                Enumerable.Range(0, 400).Select(i => Row($"{mark}{i}", site, stem, $"{stem}-{i % 20}p", $"{stem}-desk", stem)));
        var answers = await Task.WhenAll(new[] { "x", "y", "z" }.Select(m => shared.ImportAsync(File(m), "createMissing=true")));
        Assert.All(answers, a => Assert.Equal(("done", 400, 400, 0, 0), a.Is(200).Counts()));
        Assert.Equal(20, answers.Sum(a => (int)a["created"]!["staff"]!["count"]!));
        Assert.Equal(1200, await shared.StoredAsync(site));
    }

    [Fact]
    public async Task A_file_without_external_ids_is_recognised_unless_it_is_meant()
    {
        var site = await shared.Organisation.SiteAsync();
        var file = $"occurred_at,site,channel,basic:greeted\n2026-11-19T10:00:00Z,{site},counter,met\n";
        (await shared.ImportAsync(file, "dryRun=true")).Is(200);
        (await shared.ImportAsync(file)).Is(200);
        (await shared.ImportAsync(file)).IsProblem(409, "same_file");
        (await shared.ImportAsync(file, "dryRun=true")).IsProblem(409, "same_file");
        Assert.Equal(1, await shared.StoredAsync(site));
        (await shared.ImportAsync(file, "again=true")).Is(200);
        Assert.Equal(2, await shared.StoredAsync(site));
        (await shared.ImportAsync(file.Replace("met\n", "met\n\n", StringComparison.Ordinal))).Is(200);

        // Sent twice at once it goes in once.
        var other = file.Replace("10:00", "11:00", StringComparison.Ordinal);
        var answers = await Task.WhenAll(shared.ImportAsync(other), shared.ImportAsync(other));
        Assert.Equal([200, 409], answers.Select(a => a.Status).Order());
        Assert.Equal(4, await shared.StoredAsync(site));
    }

    [Fact]
    public async Task A_row_that_is_stored_is_a_duplicate_whatever_has_changed_since()
    {
        var site = await shared.Organisation.SiteAsync();
        var person = await shared.Organisation.StaffAsync(null, site);
        var file = Header + Row("k1", site, "", person, "counter", "") + Row("k2", site, "", person, "counter", "");
        Assert.Equal(("done", 2, 2, 0, 0), (await shared.ImportAsync(file)).Is(200).Counts());
        (await shared.Organisation.Admin.PutAsync($"staff/{person}", new { name = person, site, activeFrom = "2026-11-20" })).Is(200);

        Assert.Equal(("done", 2, 0, 2, 0), (await shared.ImportAsync(file)).Is(200).Counts());
        // A new row of the same day is judged by what holds now; other content under a stored key is a conflict.
        var more = file + Row("k3", site, "", person, "counter", "");
        Assert.Equal(["4 staff not_active"], (await shared.ImportAsync(more)).Is(422).Faults());
        Assert.Equal(("done", 3, 0, 2, 1), (await shared.ImportAsync(more, "onError=skip")).Is(200).Counts());
        Assert.Equal(
            ["2 external_id conflict"], (await shared.ImportAsync(Header + Row("k1", site, "", "", "counter", ""))).Is(422).Faults());
        Assert.Equal(
            ["2 external_id conflict"], (await shared.ImportAsync(Header + Row("k1", site, "", person, "phone", ""))).Is(422).Faults());
        Assert.Equal(2, await shared.StoredAsync(site));
    }

    [Fact]
    public async Task Imports_are_listed_page_by_page_the_newest_first()
    {
        var api = shared.Organisation.Admin;
        var site = await shared.Organisation.SiteAsync();
        var made = new HashSet<string>();
        for (var i = 0; i < 5; i++)
            made.Add(
                (string)(await shared.ImportAsync(Header + Row($"p{i}", site, "", "", "counter", ""), $"fileName=page-{i}.csv"))
                    .Is(200)["id"]!);
        var (seen, path) = (new List<string>(), "imports?limit=2");
        while (path is not null)
        {
            var page = (await api.GetAsync(path)).Is(200);
            Assert.InRange(page.Items.Count, 1, 2);
            seen.AddRange(page.Items.Select(i => (string)i!["id"]!));
            path = (string?)page["next"];
        }

        Assert.Equal(seen.Distinct().Count(), seen.Count);
        Assert.Superset(made, seen.ToHashSet());
        (await api.GetAsync("imports?limit=0")).IsRefused("$.limit out_of_range");
        (await api.GetAsync("imports?after=junk")).IsRefused("$.after invalid");
    }

    [Theory]
    [InlineData("lookAlikes=maybe", "$.lookAlikes invalid")]
    [InlineData("fileName=a%00b", "$.fileName invalid")]
    [InlineData("dryRun=perhaps", "$.dryRun invalid")]
    public async Task Wishes_that_are_not_right_are_refused(string query, string error)
    {
        (await shared.ImportAsync(Header, query)).IsRefused(error);
        (await shared.ImportAsync(Header, "fileName=" + new string('x', 256))).IsRefused("$.fileName invalid");
    }

    private static string Row(string id, string site, string team, string staff, string channel, string reason) =>
        $"{id},2026-11-19T10:00:00Z,{site},{team},{staff},{channel},{reason},met\n";
}
