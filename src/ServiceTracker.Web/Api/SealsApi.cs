using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports;
using ServiceTracker.Application.Reports.Sealing;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Reports;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Sealed weeks: made, compared and taken out as one file; the catalogue of columns.</summary>
public static class SealsApi
{
    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read.MapGet("/columns", Columns).WithTags("Reports").RequireAuthorization(nameof(Permission.SeesEverybody)).WithName("ListColumns")
            .WithSummary("Read the catalogue of columns").WithDescription(
                "What every column of the weekly files means, in the order of the files. A column is only ever added at the end of its " +
                "row, which raises the version.");
        read = read.MapGroup("/reports/weekly/{week}").WithTags("Reports").RequireAuthorization(nameof(Permission.SeesEverybody));
        write = write.MapGroup("/reports/weekly/{week}").WithTags("Reports").RequireAuthorization(nameof(Permission.SeesEverybody));
        write.MapPost("seal", Seal).WithName("SealWeek")
            .WithSummary("Seal a week now").WithDescription(
                "Keeps the files of a week that is over as they are, with their hashes and a receipt that names the one " +
                "before it. Without a site every site of yours is sealed, answered as {items, next}. Where nothing changed since, " +
                "that is " +
                "200 with the newest revision; work on flags alone is no change. A week that was delivered and changed since is " +
                "sealed by the schedule; before that a second account has to agree (202 with what to agree to), or, where only " +
                "one account may, a reason is given. Without a site those that need somebody are asked for, and the others sealed.")
            .Accepts<SealInput>("application/json").Produces<RevisionView>().Produces<RevisionView>(201).Produces<SealAskedView>(202)
            .ProducesProblem(409);
        write.MapPost("seal/approvals/{id:guid}", Approve).WithName("ApproveSeal")
            .WithSummary("Agree to sealing a delivered week anew").WithDescription(
                "By another person than the one who asked: on the page, or with a token that belongs to somebody (token create " +
                "--staff) where the one who asked is known as well. Seals the week.")
            .Produces<RevisionView>().Produces<RevisionView>(201).ProducesProblem(404).ProducesProblem(409);
        read.MapGet("diff", Diff).WithName("CompareRevisions")
            .WithSummary("Compare two revisions of a week").WithDescription(
                "CSV: file, key, column, before, after, why. A row that is only in one of them is one line without a column.")
            .Produces<string>(200, "text/csv").ProducesProblem(404).ProducesProblem(422);
        read.MapGet("week.zip", Archive).WithName("DownloadWeek")
            .WithSummary("Download all files of a week").WithDescription(
                "A ZIP file with the weekly files under their plain names, columns.json and receipt.json.")
            .Produces<byte[]>(200, "application/zip").ProducesProblem(404).ProducesProblem(422);
    }

    /// <summary>What to seal.</summary>
    /// <param name="Site">Code of the only site; every site of the caller where absent.</param>
    /// <param name="Reason">Why a week that was delivered is sealed anew before its time, where no second account can agree.</param>
    public sealed record SealInput(string? Site = null, string? Reason = null);

    /// <summary>What a second person has to agree to before a week is sealed.</summary>
    /// <param name="Approval">Its id; of several sites the first one's.</param>
    /// <param name="Approvals">Each of them, with its site.</param>
    public sealed record SealAskedView(Guid Approval, IReadOnlyList<ApprovalView> Approvals);

    /// <summary>What a second person has to agree to at a site.</summary>
    public sealed record ApprovalView(string Site, Guid Approval);

    /// <summary>A revision of a sealed week.</summary>
    /// <param name="SealedAt">When it was sealed.</param>
    /// <param name="DueAt">When the schedule was to seal the week.</param>
    /// <param name="Late">Whether it came an hour or more after that.</param>
    /// <param name="By">Who had it sealed; schedule for the program itself.</param>
    /// <param name="Program">Version of the program.</param>
    /// <param name="Catalogue">Version of the catalogue of columns.</param>
    /// <param name="Receipt">SHA-256 of the receipt.</param>
    /// <param name="Previous">SHA-256 of the receipt before it at the site; null of the first.</param>
    public sealed record RevisionView(
        string Week, string Site, int Revision, DateTimeOffset SealedAt, DateTimeOffset DueAt, bool Late, string By,
        IReadOnlyList<FileView> Files, string Program, int Catalogue, string Receipt, string? Previous);

    /// <summary>A file of a revision.</summary>
    /// <param name="Rows">Rows without the header.</param>
    public sealed record FileView(string Name, long Rows, string Sha256, long Bytes);

    /// <summary>How a week stands at a site.</summary>
    /// <param name="Revision">The newest revision; null where there is none.</param>
    /// <param name="DueAt">When it is sealed, or sealed anew; null where nothing changed since.</param>
    public sealed record SiteStateView(
        string Site, [property: OneOf(typeof(SealsApi), nameof(States))] string State, int? Revision, DateTimeOffset? DueAt);

    /// <summary>The catalogue of columns.</summary>
    /// <param name="Version">Raised with every column that is added.</param>
    public sealed record CatalogueView(int Version, IReadOnlyList<ColumnView> Items, string? Next);

    /// <summary>A column.</summary>
    /// <param name="View">Whose view the figures are: the person's leaves out held and excused misses, the process's counts them.</param>
    /// <param name="Since">The version of the catalogue that had it first.</param>
    public sealed record ColumnView(
        string File, string Column, [property: OneOf(typeof(ColumnType))] string Type, string Meaning, string Unit, string View, int Since);

    /// <summary>How a week may stand.</summary>
    public static IReadOnlyList<string> States { get; } = ["live", "sealed", "changed"];

    internal static RevisionView View(SealedRevision r)
    {
        var receipt = SealReceipt.Read(r.Seal.Receipt);
        return new RevisionView(
            receipt.Week, r.Site.Code, r.Seal.Revision, Utc(r.Seal.SealedAt), Utc(r.Seal.DueAt), r.Seal.IsLate, r.Seal.ByName,
            [.. receipt.Files.Select(f => new FileView(f.Name, f.Rows, f.Sha256, f.Bytes))], receipt.Program, receipt.Catalogue,
            r.Seal.ReceiptHash, r.Seal.PreviousHash);
    }

    internal static SiteStateView View(WeekState s) => new(s.Site.Code, s.Word, s.Revision, s.DueAt is { } at ? Utc(at) : null);

    private static Ok<CatalogueView> Columns() => TypedResults.Ok(new CatalogueView(
        ColumnCatalogue.Version,
        [.. ColumnCatalogue.Lines.Select(c => new ColumnView(c.File, c.Column, c.Type, c.Meaning, c.Unit, c.View, c.Since))], null));

    // One revision, or a list of them: two shapes of one answer.
    private static async Task<IResult> Seal(
        HttpContext context, string week, JsonBody<SealInput> body, SealOnRequest seal, SealedWeeks weeks, MasterDataReader master)
    {
        if (!IsoWeek.TryParse(week, out var parsed)) return WeekAsked.NoWeek(week);
        var (actor, sites) = (context.Actor(), (await master.GetAsync(context.RequestAborted)).Sites);
        var only = body.Value.Site is { } code ? actor.IfOwn(sites.Find(code)) : null;
        if (body.Value.Site is { } wished && only is null) return WeekAsked.NoSite(wished);
        List<RevisionView> made = [];
        List<ApprovalView> asked = [];
        var isNew = false;
        foreach (var site in only is null ? [.. actor.OfOwnSites(sites.All)] : new[] { only })
        {
            var answer = await seal.RunAsync(actor, site, parsed, body.Value.Reason, context.RequestAborted);
            if (answer is not Result<SealRequested>.Ok(var requested, _)) return Problems.From(answer);
            if (requested.Approval is { } approval) asked.Add(new ApprovalView(site.Code, approval.Id));
            if (requested.Seal is not { } one) continue;
            isNew |= requested.IsNew;
            made.Add(View((await weeks.FindAsync(site, parsed, one.Revision, context.RequestAborted))!));
        }

        var path = $"{ApiEndpoints.BasePath}/reports/weekly/{parsed}";
        if (asked.Count > 0) return TypedResults.Accepted(path, new SealAskedView(asked[0].Approval, asked));
        if (only is not null) return isNew ? TypedResults.Created(path, made[0]) : TypedResults.Ok(made[0]);
        var list = new ItemList<RevisionView>(made, null);
        return isNew ? TypedResults.Created(path, list) : TypedResults.Ok(list);
    }

    private static async Task<Results<Ok<RevisionView>, Created<RevisionView>, ProblemHttpResult>> Approve(
        HttpContext context, string week, Guid id, SealOnRequest seal, SealedWeeks weeks, MasterDataReader master)
    {
        if (!IsoWeek.TryParse(week, out var parsed)) return WeekAsked.NoWeek(week);
        var sites = (await master.GetAsync(context.RequestAborted)).Sites;
        var answer = await seal.ApproveAsync(context.Actor(), parsed, id, sites.All, context.RequestAborted);
        if (answer is not Result<WeekSeal>.Ok(var made, var isNew)) return Problems.From(answer);
        var view = View((await weeks.FindAsync(sites[made.SiteId], parsed, made.Revision, context.RequestAborted))!);
        return isNew ? TypedResults.Created($"{ApiEndpoints.BasePath}/reports/weekly/{parsed}", view) : TypedResults.Ok(view);
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Diff(
        HttpContext context, string week, string? site, [Description("The earlier revision.")] int? from,
        [Description("The later revision.")] int? to, [Description(ReportsApi.Profiles)] string? profile, WeekAsked asked, SealedDiff diff)
    {
        var errors = new List<FieldError>();
        if (from is null) errors.Add(new("$.from", FieldError.Required, "The earlier revision is needed, such as 1."));
        if (to is null) errors.Add(new("$.to", FieldError.Required, "The later revision is needed, such as 2."));
        if (errors.Count > 0) return Problems.Validation(errors);
        var (before, refused) = await asked.RevisionAsync(context, week, site, from!.Value, profile);
        if (refused is not null) return refused;
        var (after, refusedToo) = await asked.RevisionAsync(context, week, site, to!.Value, profile);
        if (refusedToo is not null) return refusedToo;
        var found = await diff.RunAsync(before!, after!, context.RequestAborted);
        _ = CsvProfileNames.TryParse(profile, out var written);
        return TypedResults.Stream(
            stream => diff.WriteAsync(context.Actor(), after!, found, written, stream, context.RequestAborted), WeekAsked.Csv,
            WeekFileName.Of($"diff-r{before!.Seal.Revision}", ".csv", before.Week, before.Site, after!.Seal.Revision));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Archive(
        HttpContext context, string week, string? site,
        [Description("A sealed revision; the week as it is now where absent.")] int? revision,
        [Description(ReportsApi.Profiles)] string? profile, WeekAsked asked, WeekArchive archive)
    {
        var actor = context.Actor();
        _ = CsvProfileNames.TryParse(profile, out var written);
        if (revision is { } number)
        {
            var (found, refused) = await asked.RevisionAsync(context, week, site, number, profile);
            if (refused is not null) return refused;
            WeekAsked.TellState(context, found);
            return TypedResults.Stream(
                stream => archive.WriteAsync(actor, found!, written, stream, context.RequestAborted), "application/zip",
                WeekFileName.Of("week", ".zip", found!.Week, found.Site, found.Seal.Revision));
        }

        var (live, only, wrong) = await asked.LiveAsync(context, week, site, profile);
        if (wrong is not null) return wrong;
        WeekAsked.TellState(context, null);
        return TypedResults.Stream(
            stream => archive.WriteAsync(actor, live, only, written, stream, context.RequestAborted), "application/zip",
            WeekFileName.Of("week", ".zip", live, only, null));
    }

    private static DateTimeOffset Utc(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));
}
