using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Audit;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Coaching;
using ServiceTracker.Domain.Flags.Rounds;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Recovery;
using ServiceTracker.Domain.Reports;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Infrastructure.Persistence.Sqlite;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.CommandLine;

/// <summary><c>copy-to</c> of the built program, on an embedded database with every kind of row.</summary>
public sealed partial class CopyToTests(PostgresCluster postgres) : IAsyncLifetime
{
    private const string Email = "ann@example.org", Password = "a long enough password",
        Odd = "naïve ‮ 😀 \"q\" 'q' \\ ; , \t\r\n é\u0301 \u0001 \uFFFD";

    // What is not copied, and why: EF Core's own record of migrations is made by the migrations of the target.
    private static readonly string[] LeftOut = ["__EFMigrationsHistory"];

    // A baseline without measures is in force from the next day on.
    private const string BeforeIt = "2026-11-19T10:00:00+00:00";

    // Columns of the framework's accounts that may be null and never are.
    private static readonly string[] AlwaysFilled =
        ["account.concurrency_stamp", "account.email", "account.normalized_email", "account.normalized_user_name", "account.password_hash",
        "account.security_stamp", "account.user_name"];

    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-copy-").FullName;

    private string SourceFile => Path.Combine(folder, "service.db");

    private string Source => $"Data Source={SourceFile};Pooling=False";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_row_of_every_table_is_in_the_copy_and_the_program_serves_the_same_from_it()
    {
        var (token, cookie) = await FillAsync();
        var weekly = await WeeklyAsync(Store.Sqlite, Source, token);
        await QueueSomethingAsync();
        var source = await CountsAsync(await OpenSourceAsync());
        Assert.Empty(source.Where(t => t.Value == 0).Select(t => t.Key));
        Assert.Equal(string.Join("\n", AlwaysFilled), string.Join("\n", await AlwaysOrNeverNullAsync()));

        var target = await postgres.CreateDatabaseAsync() + ";Password=not-to-be-seen";
        var copied = await RunAsync("copy-to", target);
        Assert.True(copied.Status == 0, copied.Errors + copied.Output);
        Assert.Equal("", copied.Errors);
        Assert.DoesNotContain("not-to-be-seen", copied.Output, StringComparison.Ordinal);
        var lines = ReportLine().Matches(copied.Output)
            .ToDictionary(m => m.Groups["table"].Value, m => long.Parse(m.Groups["rows"].Value, CultureInfo.InvariantCulture));
        Assert.Equal(source, lines);

        var there = await CountsAsync(await OpenAsync(target));
        Assert.Equal(LeftOut, there.Keys.Except(source.Keys));
        Assert.Equal(source, there.Where(t => !LeftOut.Contains(t.Key)).ToDictionary());

        var recount = await new BuiltProgram(folder, target).RunAsync(null, "doctor", "--recount", "--compare");
        Assert.True(recount.Status == 0, recount.Output);
        Assert.Contains("all equal", recount.Output, StringComparison.Ordinal);
        Assert.Equal(weekly, await WeeklyAsync(Store.Postgres, target, token));
        await using var app = await TestApp.NewAsync(
            Store.Postgres, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", target));
        Assert.Equal(HttpStatusCode.OK, await PageAsync(app, cookie));
        Assert.Equal(HttpStatusCode.OK, await PageAsync(app, await SignInAsync(app)));

        // New rows take numbers that no copied one has.
        using var api = app.WithToken(token);
        var organisation = new Hosting.Organisation(app, api);
        await organisation.SiteAsync("after");
        await organisation.StaffAsync("after", "after");
        await organisation.ChannelAsync("after");
        (await api.PutAsync("reasons/after", new { name = "After" })).Is(201);
        await organisation.LogAsync(Entry(BeforeIt, "after").With("staff", "after"));
    }

    [Fact]
    public async Task A_copy_that_differs_is_taken_back()
    {
        await FillAsync();
        var target = await MigratedAsync();
        await ExecuteAsync(target, """
            CREATE FUNCTION louder() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := upper(NEW.name); RETURN NEW; END $$;
            CREATE TRIGGER louder BEFORE INSERT ON channel FOR EACH ROW EXECUTE FUNCTION louder();
            """);
        var copied = await RunAsync("copy-to", target);
        Assert.Equal(1, copied.Status);
        Assert.Contains("nothing is stored", copied.Errors, StringComparison.Ordinal);
        Assert.Equal("channel", Assert.Single(DifferentLine().Matches(copied.Output)).Groups["table"].Value);
        await IsEmptyAsync(target);
    }

    [Fact]
    public async Task Killed_in_the_middle_it_leaves_the_target_empty_and_can_be_run_again()
    {
        await FillAsync();
        var target = await MigratedAsync();
        await ExecuteAsync(target, """
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NEW; END $$;
            CREATE TRIGGER wait BEFORE INSERT ON stand_out FOR EACH ROW EXECUTE FUNCTION wait();
            """);
        await using (var holder = await OpenAsync(target))
        {
            await ExecuteAsync(holder, "SELECT pg_advisory_lock(42)");
            using var process = new BuiltProgram(folder, Source).Start("copy-to", target);
            process.StandardInput.Close();
            const string waiting =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE " +
                "'COPY \"stand_out\"%'";
            while (await AskAsync(holder, waiting) == 0)
            {
                Assert.False(process.HasExited, "It did not wait.");
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // Waits until the server has noticed.
        await ExecuteAsync(target, "LOCK TABLE stand_out IN ACCESS EXCLUSIVE MODE");
        await IsEmptyAsync(target);
        var again = await RunAsync("copy-to", target);
        Assert.True(again.Status == 0, again.Errors + again.Output);
    }

    [Theory]
    [InlineData("CREATE TABLE other (id int)", "it has the table other")]
    [InlineData("CREATE SCHEMA s; CREATE VIEW s.glance AS SELECT 1", "it has the table glance")]
    [InlineData("migrate; CREATE TABLE other (id int)", "it has the table other")]
    [InlineData("migrate; INSERT INTO channel (code, name, kind, version) VALUES ('a', 'A', 0, 0)", "channel has rows")]
    [InlineData("migrate; INSERT INTO master_data_stamp (id, revision) VALUES (2, 1)", "master_data_stamp has rows")]
    [InlineData(
        "migrate; INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Next', '99')",
        "a newer ServiceTracker has made tables in it")]
    [InlineData(
        "migrate; UPDATE \"__EFMigrationsHistory\" SET \"MigrationId\" = '00010101000000_Old' WHERE \"MigrationId\" LIKE '%_Initial'",
        "a newer ServiceTracker has made tables in it")]
    public async Task A_target_that_holds_anything_is_refused_and_left_as_it_is(string made, string because)
    {
        await using (var source = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(Source).Options)) await source.Database
            .MigrateAsync(TestContext.Current.CancellationToken);
        var target = made.StartsWith("migrate", StringComparison.Ordinal) ? await MigratedAsync() : await postgres.CreateDatabaseAsync();
        await ExecuteAsync(target, made.Replace("migrate;", "", StringComparison.Ordinal));
        var before = await CountsAsync(await OpenAsync(target));
        var refused = await RunAsync("copy-to", target);
        Assert.Equal((1, ""), (refused.Status, refused.Output));
        Assert.Contains(because, refused.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await CountsAsync(await OpenAsync(target)));
    }

    [Fact]
    public async Task What_cannot_be_copied_is_refused_without_a_word_of_the_password()
    {
        var target = await postgres.CreateDatabaseAsync();
        (string Connection, string[] Arguments, int Status, string Message)[] calls =
        [
            (target, ["copy-to", target], 1, "Only an embedded database"),
            (Source, ["copy-to", target], 1, "There is no database"),
            (Source, ["copy-to", "Data Source=other.db;Password=secret"], 2, "not a connection string of PostgreSQL"),
            (Source, ["copy-to", "postgres://me:secret@db/service"], 2, "not a connection string of PostgreSQL"),
            (Source, ["copy-to", "Host=db;Passwrd=secret"], 2, "not a connection string of PostgreSQL"),
            (Source, ["copy-to", "Host=db;Port=secret"], 2, "not a connection string of PostgreSQL"),
            (Source, ["copy-to", "Host=db", "Password=secret"], 2, "in quotation marks"),
        ];
        foreach (var (connection, arguments, status, message) in calls)
        {
            var answer = await new BuiltProgram(folder, connection).RunAsync(null, arguments);
            Assert.Equal((status, ""), (answer.Status, answer.Output));
            Assert.Contains(message, answer.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", answer.Errors, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(SourceFile));
        await FillAsync();
        var away = await RunAsync("copy-to", "Host=127.0.0.1;Port=1;Database=d;Username=u;Password=secret");
        Assert.Equal((1, ""), (away.Status, away.Output));
        Assert.DoesNotContain("secret", away.Errors, StringComparison.Ordinal);

        // PostgreSQL cannot hold the character U+0000: said with its place, before anything is stored.
        await ExecuteAsync(await OpenSourceAsync(), "UPDATE interaction_text SET note = 'a' || char(0) || 'b' WHERE note IS NOT NULL");
        var odd = await RunAsync("copy-to", target);
        Assert.Equal((1, ""), (odd.Status, odd.Output));
        Assert.Contains("interaction_text.note has a text with the character U+0000", odd.Errors, StringComparison.Ordinal);
        await IsEmptyAsync(target);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static void AddDevices(ServiceTrackerDb db, Domain.Organisation.StaffMember staff)
    {
        var at = new DateTime(2026, 11, 20, 11, 0, 0, DateTimeKind.Utc);
        var full = new Device
        {
            Id = Guid.CreateVersion7(),
            SiteId = staff.HomeSiteId,
            Name = Odd,
            Channel = "counter",
            Reason = "renewal",
            RegisteredAt = at,
            PairingHash = [1],
            PairingEndsAt = at,
            SecretHash = [2],
            PairedAt = at,
            LastSeenAt = at.AddTicks(1),
            RevokedAt = at,
            WaitingEntries = 3,
            Version = "1",
            ClockDifference = -5,
            ProofKey = [3],
            SealedProofKey = "sealed",
        };
        db.Devices.AddRange(full, new Device { Id = Guid.CreateVersion7(), SiteId = staff.HomeSiteId, Name = "Bare", RegisteredAt = at });
        db.DeviceUnlocks.Add(new DeviceUnlock { DeviceId = full.Id, StaffId = staff.Id, UsedAt = at });
        db.InstallationSecrets.Add(new InstallationSecret { Name = "draw", Sealed = "sealed" });
        db.UsedTickets.Add(new UsedTicket { SiteId = 1, StaffId = staff.Id, ChannelId = 1, Number = 1, InteractionId = full.Id });
        db.ContactCounts.Add(new ContactCount { SiteId = 1, BusinessDate = new(2026, 11, 19), Contacts = 40, Version = 1 });
        db.StaffPins.Add(new StaffPin { StaffId = staff.Id, SealedHash = "sealed", SetAt = at });
        db.DeviceProofs.AddRange(
            new DeviceProof { DeviceId = full.Id, Digest = [4], StaffId = staff.Id, JudgedAt = at },
            new DeviceProof { DeviceId = full.Id, Digest = [5], JudgedAt = at });
        db.UnclaimedEntries.AddRange(
            Unclaimed(full.Id, staff.HomeSiteId, at, at, staff.Id), Unclaimed(full.Id, staff.HomeSiteId, at, null, null));
        db.PinTries.Add(new PinTries { Subject = PinTries.OfPerson(staff.Id), Wrong = 2, Day = new DateOnly(2026, 11, 20) });
    }

    private static UnclaimedEntry Unclaimed(Guid device, int site, DateTime at, DateTime? settledAt, int? assignedTo) => new()
    {
        Id = Guid.CreateVersion7(),
        DeviceId = device,
        SiteId = site,
        Staff = Odd,
        Ground = UnclaimedGround.Locked,
        OccurredAt = at,
        ArrivedAt = at,
        Content = "{}",
        SettledAt = settledAt,
        AssignedTo = assignedTo,
    };

    private static void AddDeliveries(ServiceTrackerDb db, int site)
    {
        var (at, week) = (new DateTime(2026, 11, 18, 6, 0, 0, DateTimeKind.Utc), new DateOnly(2026, 11, 9));
        db.Deliveries.AddRange(
            new Delivery
            {
                Name = Odd,
                Kind = DeliveryKind.Webhook,
                Target = "https://example.org",
                Files = "sites.csv flags.csv",
                SiteIds = [site],
                Profile = "excel",
                Revisions = DeliveredRevisions.First,
                IsEnabled = true,
                SealedSecret = "sealed",
                ChangedAt = at,
            },
            new Delivery { Name = "bare", Target = ".", ChangedAt = at });
        foreach (var by in new[] { null, "user:1" })
        {
            db.SealApprovals.Add(new SealApproval
            {
                SiteId = site,
                Id = Guid.CreateVersion7(),
                WeekStart = week,
                Revision = 1,
                AskedBy = "user:2",
                AskedByName = Odd,
                AskedByStaffId = by is null ? null : 1,
                AskedAt = at,
                GivenBy = by,
            });
        }

        foreach (var (recipient, answer) in new[] { ("", (string?)null), ("ann@example.org", Odd) })
        {
            db.DeliveryReceipts.Add(new DeliveryReceipt
            {
                SiteId = site,
                Delivery = Odd,
                WeekStart = week,
                Revision = 1,
                Recipient = recipient,
                Id = Guid.CreateVersion7(),
                Status = DeliveryStatus.Sent,
                At = at,
                Since = at,
                DueAt = at,
                Answer = answer,
            });
        }
    }

    private static void AddFlagsAndWatch(ServiceTrackerDb db, Domain.Organisation.StaffMember staff)
    {
        var (site, date, at) = (staff.HomeSiteId, new DateOnly(2026, 11, 19), new DateTime(2026, 11, 19, 9, 0, 0, DateTimeKind.Utc));
        var (all, none) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        db.Flags.AddRange(
            new Flag
            {
                SiteId = 99,
                Id = all,
                StaffId = staff.Id,
                ChannelId = 1,
                Expectation = "greeted",
                DetectedAt = at,
                DetectedBy = none,
                DetectedOn = date,
                Since = date,
                Sentence = Odd,
                LastSignalOn = date,
                PartOf = none,
                Finding = FlagFinding.Chance,
                Owner = "ann@example.org",
                LookAgainOn = date,
                OpenedAt = at,
                ClosedAt = at,
                ClosedOn = date,
            },
            new Flag { SiteId = 99, Id = none, DetectedAt = at, DetectedOn = date, Since = date, LastSignalOn = date, OpenedAt = at });
        db.FlagEvents.AddRange(
            new FlagEvent
            {
                SiteId = 99,
                FlagId = all,
                Position = 1,
                At = at,
                By = "user:1",
                ByName = Odd,
                Finding = FlagFinding.System,
                Action = Odd,
                Note = "n",
                Reason = "r",
                LookAgainOn = date,
            },
            new FlagEvent { SiteId = 99, FlagId = all, Position = 2, At = at, By = "user:1", ByName = "b" });
        db.RecoveryCases.AddRange(
            new RecoveryCase
            {
                SiteId = 99,
                Id = all,
                InteractionId = none,
                ChannelId = 1,
                StaffId = staff.Id,
                Customer = Odd,
                ReasonId = 1,
                Since = at,
                SinceOn = date,
                OpenedAt = at,
                OpenedBy = "b",
                OpenedByName = "b",
                Cause = Cause.Outage,
                Words = Odd,
                Steps = "s",
                Owner = "user:1",
                OwnerName = "o",
                DueOn = date,
                RepliedAt = at,
                Outcome = RecoveryOutcome.Lost,
                ClosedAt = at,
                ClosedOn = date,
            },
            new RecoveryCase
            {
                SiteId = 99,
                Id = none,
                ChannelId = 1,
                Since = at,
                SinceOn = date,
                OpenedAt = at,
                OpenedBy = "b",
                OpenedByName = "b",
            });
        db.RecoveryEvents.AddRange(
            new RecoveryEvent
            {
                SiteId = 99,
                CaseId = all,
                Position = 1,
                At = at,
                By = "b",
                ByName = "b",
                Words = Odd,
                Cause = Cause.Person,
                Steps = "s",
                DueOn = date,
                Outcome = RecoveryOutcome.Recovered,
            },
            new RecoveryEvent { SiteId = 99, CaseId = all, Position = 2, At = at, By = "b", ByName = "b" });
        db.ProcessChanges.AddRange(
            new ProcessChange
            {
                SiteId = site,
                Id = all,
                ChannelId = 1,
                Expectation = "greeted",
                Date = date,
                What = Odd,
                Why = "y",
                At = at,
                By = "b",
                ByName = "b",
            },
            new ProcessChange { SiteId = site, Id = none, Date = date, What = "w", Why = "y", At = at, By = "b", ByName = "b" });
        db.Conversations.AddRange(
            new Conversation
            {
                SiteId = site,
                Id = all,
                StaffId = staff.Id,
                Date = date,
                Observed = Odd,
                PrivateNote = "p",
                About = [all],
                Agreed = [new AgreedStep { Step = Odd, Until = date }],
                At = at,
                By = "b",
                ByName = "b",
            },
            new Conversation
            {
                SiteId = site,
                Id = none,
                StaffId = staff.Id,
                Date = date,
                Observed = "o",
                At = at,
                By = "b",
                ByName = "b"
            });
        db.DetectionQueue.Add(new DetectionQueueEntry { SiteId = 99, Id = all, FirstDate = date, LastDate = date, Staff = [1] });
        db.WatchedSites.AddRange(
            new WatchedSite { SiteId = 98, Version = 1, Through = date, RoundsThrough = date },
            new WatchedSite { SiteId = 99, Version = 1 });
        db.WatchSnapshots.Add(new WatchSnapshot { SiteId = 99, Date = date, StaffId = staff.Id, Packed = [1, 2] });
        db.WatchSignals.AddRange(
            new WatchSignal { SiteId = 99, StaffId = staff.Id, InteractionId = all, Date = date, SettledOn = date, Settled = "{}" },
            new WatchSignal { SiteId = 99, StaffId = staff.Id, InteractionId = none, Date = date });
        db.UnitWeeks.Add(new UnitWeek { SiteId = 99, StaffId = staff.Id, WeekStart = date, Because = Odd });
        db.RoundFindings.Add(new RoundFinding { SiteId = 99, WeekStart = date, StaffId = staff.Id, Sentence = Odd, IsTold = true });
        db.InteractionRevisions.Add(new InteractionRevision
        {
            SiteId = 99,
            InteractionId = all,
            Version = 2,
            At = at,
            By = "b",
            ByName = "b",
            Reason = Odd,
            Before = "{}",
            After = "{}",
        });
        var ruled = Disputed(all);
        ruled.Rule(Ruling.Excused, Cause.Process, Odd, at, "b", "b");
        db.Disputes.AddRange(ruled, Disputed(none));

        Dispute Disputed(Guid id) => new()
        {
            SiteId = 99,
            Id = id,
            InteractionId = all,
            Expectation = "greeted",
            Reason = Odd,
            At = at,
            By = "b",
            ByName = "b",
        };

        db.Leases.Add(new Lease { Name = "other", Holder = all, Until = at });
        db.SiteWeeks.Add(new SiteWeek { SiteId = 99, WeekStart = date, Changes = 2, SealedChanges = 1, ChangedAt = at });
        db.WeekSeals.AddRange(Seal(1, null), Seal(2, Odd));
        db.SealedFiles.Add(
            new SealedFile { SiteId = 99, WeekStart = date, Revision = 1, Name = "sites.csv", Rows = 1, Bytes = 2, Sha256 = Odd });
        db.SealedPieces.Add(new SealedPiece { SiteId = 99, WeekStart = date, Revision = 1, Name = "sites.csv", Content = [0, 255] });

        WeekSeal Seal(int revision, string? previous) => new()
        {
            SiteId = 99,
            WeekStart = date,
            Revision = revision,
            Number = revision,
            SealedAt = at,
            DueAt = at,
            IsLate = true,
            By = "b",
            ByName = Odd,
            Receipt = "{}",
            ReceiptHash = "h",
            PreviousHash = previous,
        };
    }

    /// <summary>Makes every kind of row through the program itself, and what no feature makes yet directly.</summary>
    /// <returns>A token, and the cookie of somebody who is signed in.</returns>
    private async Task<(string Token, string Cookie)> FillAsync()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", Source));
        var token = await app.TokenAsync(Role.Admin, TokenScopes.All);
        using var api = app.WithToken(token);
        var organisation = await SetUpAsync(app);
        await organisation.TeamAsync(Site, "front & \"back\"");
        await organisation.StaffAsync(null, Site, "2026-01-01", "2026-12-31");
        (await api.PutAsync(
            "staff/jos%C3%A9",
            new
            {
                name = "José ‮",
                site = Site,
                team = "front & \"back\"",
                role = "Adviser",
                periods = new object[] { new { to = "2020-01-31" },
                    new { from = "2020-03-01", to = "2020-04-30" }, new { from = "2021-01-01" } }
            })).Is(201);
        (await api.PostAsync($"staff/{await organisation.StaffAsync("earlier code", Site)}/rename", new { code = "later code" })).Is(200);
        (await api.PutAsync($"sites/{await organisation.SiteAsync("moved")}", new { name = "Moved", zone = "America/New_York" })).Is(200);
        await api.PutAsync("import-mappings/till", new { columns = new { Wer = "staff" }, @decimal = "," });
        (await api.PostTextAsync(
            "imports?format=csv&mapping=till&dryRun=true",
            $"wer,external_id,occurred_at,site,channel,basic:greeted\r\n,6,2026-11-17T10:00:00Z,{Site},counter,met\r\n",
            "text/csv")).Is(200);
        (await api.PutAsync("reasons/new", new { name = "New", icon = "new" })).Is(201);
        (await api.PostAsync("baselines", new
        {
            name = "Next",
            effectiveFrom = "2027-01-01",
            targetConsistency = 0.95,
            expectations = new object[]
        {
            new { code = "next", question = "Next?", kind = "check", weight = 1, channels = new[] { "*" } },
            new { code = "full", question = "Full?", promise = "All of it.", guidance = Odd, evidence = "Seen", owner = "Ann",
                reviewDate = "2027-06-01", kind = "check", weight = 1, channels = new[] { "*" } },
        }
        })).Is(201);
        await app.TokenAsync(Role.Staff, TokenScopes.Write, Site);
        await organisation.BaselineAsync("2026-11-20", Check("greeted"));
        await organisation.LogAsync(Entry(channel: "phone").With("observations", "all_met"));
        await organisation.LogAsync(Entry(BeforeIt));
        await organisation.LogAsync(
            Entry(BeforeIt).With("staff", "josé").With("team", "front & \"back\"").With("reason", "renewal")
                .With("externalId", "-1;\"\u2028")
            .With("customer", "=1+1").With("csat", 5).With("note", Odd).With("comment", "short").Observed("identity", "missed")
            .Observed("wait_seconds", 61.123456789012345)
            .With("causes", new JsonObject { ["identity"] = "process" })
            .With(
                "standOuts",
                new JsonArray(new JsonObject { ["kind"] = "personal", ["note"] = Odd }, new JsonObject { ["kind"] = "proactive" })));
        await organisation.LogAsync(Entry("2026-11-19T09:00:00.1234567+00:00").With("comment", Odd).Observed("wait_seconds", 0.1));
        await organisation.LogAsync(Entry("2026-11-18T09:00:00+00:00").With("note", "only a note"));
        await organisation.LogAsync(Entry("2026-11-18T09:00:00+00:00", channel: "phone").With("observations", "all_met"));
        // Two pieces of evidence on one contact, the better of which leaves a basic to the other.
        var own = await organisation.LogAsync(Entry("2026-11-19T15:00:00+00:00").With("staff", "josé"));
        await organisation.LogAsync(
            Entry("2026-11-19T15:01:00+00:00").With("staff", "josé").With("source", "observer").With("sameContactAs", (string?)own["id"])
                .Observed("identity", "na"));
        var shorter = await organisation.LogAsync(
            Entry("2026-11-20T09:00:00+00:00").With("staff", "josé").With("observations", new JsonObject { ["greeted"] = "met" }));
        await organisation.LogAsync(
            Entry("2026-11-20T09:01:00+00:00").With("staff", "josé").With("source", "observer").With("csat", 4)
                .With("sameContactAs", (string?)shorter["id"])
                .With("observations", new JsonObject { ["greeted"] = "na" }));
        (await api.PostTextAsync(
            $"imports?format=csv&onError=skip&fileName={Uri.EscapeDataString("naïve.csv")}",
            $"external_id,occurred_at,site,channel,basic:greeted\r\n1,2026-11-17T10:00:00Z,{Site},counter,met\r\n" +
            $"2,2026-11-17T10:00:00Z,{Site},kiosk,met\r\n", "text/csv")).Is(200);

        (await api.PostTextAsync(
            "imports?format=csv", $"external_id,occurred_at,site,channel,basic:greeted\r\n3,2026-11-17T10:00:00Z,{Site},counter,met\r\n",
            "text/csv")).Is(200);
        (await api.PostTextAsync(
            "imports?format=csv&createMissing=true",
            $"external_id,occurred_at,site,channel,basic:greeted\r\n4,2026-11-17T10:00:00Z,{Site},desk,met\r\n", "text/csv")).Is(200);
        (await api.PostTextAsync(
            "imports?format=csv&createMissing=true",
            $"external_id,occurred_at,site,channel,basic:greeted\r\n5,2026-11-17T10:00:00Z,{Site},DESK,met\r\n", "text/csv")).Is(422);
        await api.PutAsync("import-mappings/till", new { columns = new { Wer = "staff" }, @decimal = "," });
        (await api.PutAsync("reasons/new", new { name = "Brand new", icon = "new" })).Is(200);

        await app.InScopeAsync(async services =>
        {
            var accounts = services.GetRequiredService<Accounts>();
            var db = services.GetRequiredService<ServiceTrackerDb>();
            var staff = await db.Staff.OrderBy(s => s.Id).FirstAsync();
            Assert.IsType<Application.Result<Account>.Ok>(await accounts.CreateAsync(
                Actor.CommandLine, Email, Password, null, Role.Admin, null, null, CancellationToken.None));
            var made = await accounts.CreateAsync(
                Actor.CommandLine, "bob@example.org", Password, "Bob 😀", Role.Staff, [staff.HomeSiteId], staff.Id, CancellationToken.None);
            var bob = Assert.IsType<Application.Result<Account>.Ok>(made).Value;
            // Of the framework's accounts the program uses a part; the rest is copied all the same.
            (bob.DisabledAt, bob.LinkHash, bob.LinkEndsAt) = (
                new DateTime(2026, 11, 20, 11, 0, 0, DateTimeKind.Utc), [1, 2, 3], new DateTime(2026, 11, 27, 11, 0, 0, DateTimeKind.Utc));
            bob.PhoneNumber = "+44 20 7946 0000";
            bob.LockoutEnd = new DateTimeOffset(2026, 11, 20, 13, 0, 0, TimeSpan.FromHours(2)).AddTicks(7);
            db.UserClaims.AddRange(
                new IdentityUserClaim<Guid> { UserId = bob.Id, ClaimType = "a", ClaimValue = Odd },
                new IdentityUserClaim<Guid> { UserId = bob.Id });
            db.UserLogins.AddRange(
                new IdentityUserLogin<Guid> { UserId = bob.Id, LoginProvider = "a", ProviderKey = "1", ProviderDisplayName = "A" },
                new IdentityUserLogin<Guid> { UserId = bob.Id, LoginProvider = "b", ProviderKey = "1" });
            db.UserTokens.AddRange(
                new IdentityUserToken<Guid> { UserId = bob.Id, LoginProvider = "a", Name = "1", Value = Odd },
                new IdentityUserToken<Guid> { UserId = bob.Id, LoginProvider = "a", Name = "2" });
            await db.SaveChangesAsync();
            AddFlagsAndWatch(db, staff);
            AddDevices(db, staff);
            AddDeliveries(db, staff.HomeSiteId);
            await db.SaveChangesAsync();
            var at = app.Clock.GetUtcNow().UtcDateTime;
            await db.Database.ExecuteSqlAsync($"UPDATE account SET made_by_set_up = 1 WHERE id = {bob.Id}");
            await db.Database.ExecuteSqlAsync($"UPDATE api_token SET staff_id = {staff.Id} WHERE site_ids IS NOT NULL");
            await db.Database.ExecuteSqlAsync($"UPDATE audit_entry SET origin = '192.0.2.1' WHERE before IS NOT NULL");
            await db.Database.ExecuteSqlAsync($"UPDATE interaction SET device_id = {bob.Id}, excluded_as = 1 WHERE csat IS NOT NULL");
            await db.Database.ExecuteSqlAsync($"UPDATE audit_entry SET after = NULL WHERE before IS NOT NULL");
            await CloseAuditDayAsync(db, at);
            await db.Database.ExecuteSqlAsync(
                $"UPDATE import_run SET finished_at = NULL, failure = 'The program stopped.' WHERE file_name IS NULL");
            await db.Database.ExecuteSqlAsync($"UPDATE import_run SET file_hash = X'0102' WHERE file_name IS NOT NULL");
            // What was refused in one of both imports is kept, in the other it is forgotten.
            await db.Database.ExecuteSqlAsync(
                $"UPDATE import_error SET row = NULL, value = NULL WHERE import_id IN (SELECT id FROM import_run WHERE file_name IS NULL)");
            await db.Database.ExecuteSqlAsync(
                $"UPDATE api_token SET revoked_at = {at}, expires_at = {at}, last_used_at = {at} WHERE site_ids IS NOT NULL");
            await db.Database.ExecuteSqlAsync($"UPDATE api_token SET last_used_at = NULL WHERE site_ids IS NULL");
            return true;
        });
        await SignInAsync(app);
        await app.InScopeAsync(async services =>
        {
            await services.GetRequiredService<ServiceTrackerDb>().Database.ExecuteSqlAsync(
                $"UPDATE account_session SET origin = '192.0.2.1'");
            return true;
        });
        return (token, await SignInAsync(app));
    }

    private static async Task CloseAuditDayAsync(ServiceTrackerDb db, DateTime at)
    {
        var (day, salt) = (new DateOnly(2026, 11, 19), new byte[AuditChain.SaltBytes]);
        using var hash = AuditChain.Link(null, day);
        db.ChangeTracker.Clear();
        var lines = await db.AuditEntries.Where(a => a.Before != null).OrderBy(a => a.At).ThenBy(a => a.Id).ToListAsync();
        foreach (var line in lines)
        {
            (line.SealedOn, line.Salt, line.Digest) = (day, salt, AuditChain.DigestOf(line, salt));
            hash.AppendData(line.Digest);
        }

        db.AuditDays.Add(new AuditDay { Day = day, Entries = lines.Count, Hash = hash.GetHashAndReset(), SealedAt = at });
        await db.SaveChangesAsync();
    }

    // A pair that changes nothing, so that the queue has something that waits.
    private async Task QueueSomethingAsync()
    {
        await using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(Source).Options);
        foreach (var interaction in await db.Interactions.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken))
            db.RollupQueue.AddRange(RollupQueueEntry.Pack(
                [RollupDelta.Adding(interaction), RollupDelta.TakingOut(interaction)], interaction.RecordedAt));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string[]> WeeklyAsync(Store store, string connection, string token)
    {
        await using var app = await TestApp.NewAsync(store, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", connection));
        using var api = app.WithToken(token);
        var files = new List<string>();
        foreach (var file in new[] { "consistency", "basics", "interactions" })
            files.Add((await api.GetAsync($"reports/weekly/2026-W47/{file}.csv")).Is(200).Text);
        Assert.Contains("josé", files[0], StringComparison.Ordinal);
        return [.. files];
    }

    private static async Task<string> SignInAsync(TestApp app)
    {
        using var client = app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true });
        var form = await client.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Input.Email"] = Email,
            ["Input.Password"] = Password,
            ["__RequestVerificationToken"] = WebUtility.HtmlDecode(FormToken().Match(form).Groups[1].Value),
        });
        using var answer = await client.PostAsync("/sign-in", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
    }

    private static async Task<HttpStatusCode> PageAsync(TestApp app, string cookie)
    {
        using var client = app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/interactions");
        request.Headers.Add("Cookie", cookie);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private Task<(int Status, string Output, string Errors)> RunAsync(params string[] arguments) =>
        new BuiltProgram(folder, Source).RunAsync(null, arguments);

    private async Task<string> MigratedAsync()
    {
        var target = await postgres.CreateDatabaseAsync();
        Assert.Equal(0, (await new BuiltProgram(folder, target).RunAsync(null, "migrate")).Status);
        return target;
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connection)
    {
        var opened = new NpgsqlConnection(connection + ";Pooling=false");
        await opened.OpenAsync(TestContext.Current.CancellationToken);
        return opened;
    }

    private async Task<SqliteConnection> OpenSourceAsync()
    {
        var opened = new SqliteConnection(Source);
        await opened.OpenAsync(TestContext.Current.CancellationToken);
        return opened;
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var opened = await OpenAsync(connection);
        await using var transaction = await opened.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(opened, sql);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task ExecuteAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<long> AskAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
    }

    private static async Task<List<string>> NamesAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>Rows of every table that the store itself knows, the model not asked.</summary>
    private static async Task<Dictionary<string, long>> CountsAsync(System.Data.Common.DbConnection connection)
    {
        await using (connection)
        {
            var sql = connection is SqliteConnection
                ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_EF%' " +
                    "ESCAPE '\\'"
                : "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
            var counts = new Dictionary<string, long>();
            foreach (var table in await NamesAsync(connection, sql))
                counts[table] = await AskAsync(connection, $"SELECT count(*) FROM \"{table}\"");
            return counts;
        }
    }

    /// <summary>Columns that may be null of which the source has not both: rows with and rows without a value.</summary>
    private async Task<List<string>> AlwaysOrNeverNullAsync()
    {
        await using var source = await OpenSourceAsync();
        var columns = await NamesAsync(source, """
            SELECT t.name || '.' || c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '\_\_EF%' ESCAPE '\' AND c."notnull" = 0 AND c.pk = 0
              ORDER BY 1
            """);
        var found = new List<string>();
        foreach (var column in columns)
        {
            var (table, name) = (column.Split('.')[0], column.Split('.')[1]);
            if (await AskAsync(source, $"SELECT count(DISTINCT \"{name}\" IS NULL) FROM \"{table}\"") < 2) found.Add(column);
        }

        return found;
    }

    private static async Task IsEmptyAsync(string target) =>
        Assert.Equal(
            ["master_data_stamp"],
            (await CountsAsync(await OpenAsync(target))).Where(t => t.Value > 0 && !LeftOut.Contains(t.Key)).Select(t => t.Key));

    [GeneratedRegex(@"^(?<table>\w+) +(?<rows>\d+)  [0-9a-f]{16}  equal$", RegexOptions.Multiline)]
    private static partial Regex ReportLine();

    [GeneratedRegex(@"^(?<table>\w+) +\d+  [0-9a-f]{16}  DIFFERENT: ", RegexOptions.Multiline)]
    private static partial Regex DifferentLine();

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex FormToken();
}
