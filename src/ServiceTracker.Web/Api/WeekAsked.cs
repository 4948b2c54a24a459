using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports;
using ServiceTracker.Application.Reports.Sealing;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Which week, site and revision a call is about, or why that cannot be told.</summary>
public sealed class WeekAsked(MasterDataReader masterData, SealedWeeks weeks)
{
    /// <summary>Media type of the files.</summary>
    public const string Csv = "text/csv; charset=utf-8";

    /// <summary>A week as it is now.</summary>
    public async Task<(IsoWeek Week, Site? Site, ProblemHttpResult? Refused)> LiveAsync(
        HttpContext context, string week, string? site, string? profile)
    {
        if (!IsoWeek.TryParse(week, out var parsed)) return (default, null, NoWeek(week));
        if (!CsvProfileNames.TryParse(profile, out _)) return (parsed, null, NoProfile());
        if (site is null) return (parsed, null, null);
        var only = context.Actor().IfOwn((await masterData.GetAsync(context.RequestAborted)).Sites.Find(site));
        return (parsed, only, only is null ? NoSite(site) : null);
    }

    /// <summary>A revision; the site may be left out by who has only one.</summary>
    public async Task<(SealedRevision? Found, ProblemHttpResult? Refused)> RevisionAsync(
        HttpContext context, string week, string? site, int revision, string? profile)
    {
        var (parsed, only, refused) = await LiveAsync(context, week, site, profile);
        if (refused is not null) return (null, refused);
        if (only is null)
        {
            var own = context.Actor().OfOwnSites((await masterData.GetAsync(context.RequestAborted)).Sites.All).Take(2).ToList();
            if (own is not [var single])
                return (null, Problems.Validation([new(
                    "$.site", FieldError.Required, "Each site has revisions of its own: name the site.")]));
            only = single;
        }

        return await weeks.FindAsync(only, parsed, revision, context.RequestAborted) is { } found ? (found, null)
            : (null, Problems.NotFound($"{parsed} has no revision {revision} at {only.Code}."));
    }

    /// <summary>Says in the answer's head whether what it gives may still change.</summary>
    /// <param name="context">The request.</param>
    /// <param name="sealedAs">The revision; null: as it is now.</param>
    public static void TellState(HttpContext context, SealedRevision? sealedAs) =>
        context.Response.Headers["Week-State"] = sealedAs is null ? "live" : $"sealed; revision={sealedAs.Seal.Revision}";

    internal static ProblemHttpResult NoWeek(string week) =>
        Problems.Validation([new("$.week", FieldError.Invalid, $"“{week}” is not an ISO week; write it like 2026-W47.")]);

    internal static ProblemHttpResult NoSite(string site) =>
        Problems.Validation([new("$.site", FieldError.UnknownReference, $"There is no site “{site}”.")]);

    internal static ProblemHttpResult NoProfile() =>
        Problems.Validation([new("$.profile", FieldError.Invalid, $"{CsvProfileNames.All}, or leave it out.")]);
}
