using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>
/// Keeps Data Protection's keys in the store. One that is needed while the store cannot be written, since every page with a form needs
/// one, is kept in memory until it can.
/// </summary>
public sealed class KeysInStore(IServiceScopeFactory scopes) : IXmlRepository
{
    private readonly List<DataProtectionKey> waiting = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceTrackerDb>();
        var stored = db.DataProtectionKeys.AsNoTracking().Select(k => k.Xml).ToList();
        lock (waiting) return [.. stored.Concat(waiting.Select(k => k.Xml)).Select(x => XElement.Parse(x))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (waiting)
        {
            waiting.Add(new DataProtectionKey { FriendlyName = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
            try
            {
                StoreWaiting();
            }
            catch (Exception e) when (StoreFailure.Of(e).IsOfStore())
            {
                // It is stored as soon as something can be written.
            }
        }
    }

    /// <summary>Stores what could not be stored before, if there is anything.</summary>
    public void StoreWaiting()
    {
        lock (waiting)
        {
            if (waiting.Count == 0) return;
            using var scope = scopes.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<ServiceTrackerDb>();
            db.DataProtectionKeys.AddRange(waiting);
            db.SaveChanges();
            waiting.Clear();
        }
    }
}
