using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Databases;

/// <summary>A disk that fills up is spoken of before it is full.</summary>
public sealed class DiskRoomTests(PostgresCluster postgres)
{
    private const long MiB = 1L << 20, GiB = 1L << 30;

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Health_says_so_while_there_is_still_room_and_keeps_serving(Store store)
    {
        var space = new DiskSpace(5 * GiB, 100 * GiB);
        await using var app = (await TestApp.NewAsync(store, postgres))
            .Replacing(s => s.AddSingleton(new DiskRoom("/var/data", _ => space)));
        var organisation = await Hosting.Organisation.SetUpAsync(app);
        Assert.Equal("ok", (string?)(await organisation.Admin.GetAsync("/health/ready")).Is(200)["parts"]!["room"]!["status"]);

        space = space with { Free = 900 * MiB };
        var health = (await organisation.Admin.GetAsync("/health/ready")).Is(200);
        Assert.Equal(
            ("degraded", "degraded", "disk_low"),
            ((string?)health["status"], (string?)health["parts"]!["room"]!["status"], (string?)health["parts"]!["room"]!["code"]));
        Assert.DoesNotContain("/var/data", health.Text, StringComparison.Ordinal);
        await organisation.LogAsync(Hosting.Organisation.Entry());

        space = space with { Free = 2 * GiB };
        Assert.Equal("ok", (string?)(await organisation.Admin.GetAsync("/health/ready")).Is(200)["parts"]!["room"]!["status"]);
    }

    [Theory]
    [InlineData(1023 * MiB, 4000 * GiB, true)]
    [InlineData(GiB, 4000 * GiB, false)]
    [InlineData(7 * MiB, 64 * MiB, false)]
    [InlineData(6 * MiB, 64 * MiB, true)]
    [InlineData(0, 64 * MiB, true)]
    public void Little_is_less_than_a_gibibyte_or_than_a_tenth_of_a_small_disk(long free, long whole, bool little)
    {
        var fault = new DiskRoom("/var/data", _ => new DiskSpace(free, whole)).Fault();
        Assert.Equal(little, fault is not null);
        if (little) Assert.Contains("/var/data", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_measured_alarms_nobody_and_a_folder_yet_to_be_made_is_measured_where_it_will_be()
    {
        Assert.Null(new DiskRoom("/var/data", _ => null).Fault());
        var folder = Directory.GetCurrentDirectory();
        var space = DiskRoom.Measure(Path.Combine(folder, "not", "yet"))!.Value;
        Assert.InRange(space.Free, 0, space.Whole);
        Assert.Equal(DiskRoom.Measure(folder)!.Value.Whole, space.Whole);
    }

    [Fact]
    public async Task The_doctor_tells_how_much_is_left()
    {
        var folder = Directory.CreateTempSubdirectory("servicetracker-room-").FullName;
        try
        {
            var program = new BuiltProgram(folder, $"Data Source={Path.Combine(folder, "service.db")}");
            Assert.Equal(0, (await program.RunAsync(null, "migrate")).Status);
            Assert.Matches(
                $"(ok    Room: |FAIL  Room: only )[0-9.]+ (G|M)iB of [0-9.]+ GiB free at {folder}",
                (await program.RunAsync(null, "doctor")).Output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
