using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Overview;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Web.Pages.Places;

/// <summary>One channel, at one site or at all.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class ChannelModel(MasterDataReader masterData, OnePlaceQuery query, RecordProcessChange record, BusinessToday present)
    : PlaceModel(masterData, query, record, present)
{
    /// <summary>Code of the channel.</summary>
    [BindProperty(SupportsGet = true, Name = "code")]
    public string? Code { get; set; }

    /// <summary>Code of the site shown; all sites where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    protected override (string? Site, string? Channel)? Asked => string.IsNullOrEmpty(Code) ? null : (SiteCode, Code);
}
