using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ServiceTracker.Application.Coverage;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Overview;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Web.Pages.Places;

/// <summary>One site.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class SiteModel(
    MasterDataReader masterData, OnePlaceQuery query, RecordProcessChange record, BusinessToday present, LoggingQuery logging,
    CoverageQuery coverage)
    : PlaceModel(masterData, query, record, present, logging, coverage)
{
    /// <summary>Code of the site.</summary>
    [BindProperty(SupportsGet = true, Name = "code")]
    public string? Code { get; set; }

    protected override (string? Site, string? Channel)? Asked => string.IsNullOrEmpty(Code) ? null : (Code, null);
}
