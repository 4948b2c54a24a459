using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ServiceTracker.Application.Reports;

/// <summary>The files of a weekly report.</summary>
public enum WeeklyFile
{
    Consistency,
    Basics,
    Interactions,
    Staff,
    Channels,
    Sites,
}
