using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Imports;

namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Forgets refused rows that nobody mends any more.</summary>
internal sealed class RefusedRowsJob : IJob
{
    public async Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await services.GetRequiredService<ForgetRefusedRows>().RunAsync(cancellation);
        return false;
    }
}
