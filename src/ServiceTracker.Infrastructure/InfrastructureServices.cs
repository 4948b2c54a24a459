using System.Net;
using ADRaffy.ENSNormalize;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Deliveries;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Checks;
using ServiceTracker.Infrastructure.Deliveries;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Infrastructure.Imports;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Infrastructure.Reports;

namespace ServiceTracker.Infrastructure;

/// <summary>Registers what Application leaves to this layer, but for the store.</summary>
public static class InfrastructureServices
{
    /// <summary>Adds what Application leaves to this layer besides the store.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services) => services
        .AddScoped<Accounts>()
        .AddScoped<AccountAdministration>()
        .AddScoped<AccountSessions>()
        .AddScoped<SigningIn>()
        .AddScoped<OwnPassword>()
        .AddSingleton<IPasswordHasher<StaffPin>, PasswordHasher<StaffPin>>()
        .AddSingleton<PinHashes>()
        .AddScoped<PinGuard>()
        .AddScoped<PinAdministration>()
        .AddScoped<DeviceAdministration>()
        .AddScoped<DeviceAccess>()
        .AddSingleton<DrawSecret>()
        .AddSingleton<TicketSeal>()
        .AddSingleton<OpenTicket>(p => p.GetRequiredService<TicketSeal>().Open)
        .AddScoped<NextChecks>()
        .AddScoped<NextToObserve>()
        .AddScoped<DeviceKeys>()
        .AddScoped<DeviceProofs>()
        .AddScoped<DeviceEntries>()
        .AddScoped<UnclaimedEntries>()
        .AddSingleton<GuessLimiter>()
        .AddSingleton(p => SealSettings.Of(p.GetRequiredService<IConfiguration>()))
        .AddSingleton(p => DeliverySettings.Of(p.GetRequiredService<IConfiguration>(), p.GetRequiredService<StoreSettings>()))
        .AddSingleton<ResolveHost>(Dns.GetHostAddressesAsync)
        .AddSingleton<GuardedCaller>()
        .AddSingleton<WebhookSecrets>()
        .AddSingleton<NewWebhookSecret>(p => p.GetRequiredService<WebhookSecrets>().Make)
        .AddSingleton<IDeliveryChannel, FolderChannel>()
        .AddSingleton<IDeliveryChannel, WebhookChannel>()
        .AddSingleton<IDeliveryChannel>(p => new EmailChannel(
            p.GetRequiredService<DeliverySettings>(),
            MailSettings.Of(p.GetRequiredService<IConfiguration>()) is { } mail ? new MailConnection(mail) : null,
            p.GetRequiredService<TimeProvider>()))
        .AddSingleton<IInteractionReader, CsvInteractionReader>()
        .AddScoped<CsvTemplate>()
        .AddSingleton<WaitingFiles>()
        .AddSingleton<ComposedForm>(text => ENSNormalize.NF.NFC(text));
}
