using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Web.Hosting;

/// <summary>A start that cannot succeed, in one sentence for whoever started it: without a stack, and without what a connection string
/// holds.</summary>
internal static class StartFailure
{
    /// <summary>The sentence; null for a fault of the program, whose stack somebody will want to see.</summary>
    public static string? Sentence(Exception exception) => exception switch
    {
        HostAbortedException => null,
        DbException e => StoreSentence(e),
        // What EF Core wraps says only that there is something inside.
        InvalidOperationException or DbUpdateException when exception.InnerException is DbException or DbUpdateException =>
            Sentence(exception.InnerException),
        DbUpdateException => OneLine(exception.Message),
        IOException e when StoreFailure.Of(e).IsOfStore() => OneLine($"{StoreFailure.Of(e).Sentence()} {e.Message}"),
        AggregateException { InnerExceptions: [var only] } => Sentence(only),
        InvalidOperationException or IOException or UnauthorizedAccessException or SocketException
            or FormatException or ArgumentException or OverflowException => OneLine(exception.Message),
        _ => null,
    };

    private static string StoreSentence(DbException e)
    {
        var reason = e.InnerException is SocketException or TimeoutException or IOException
            ? $"{e.Message}: {e.InnerException.Message}" : e.Message;
        return OneLine($"{StoreFailure.Of(e).Sentence()} {reason}");
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
