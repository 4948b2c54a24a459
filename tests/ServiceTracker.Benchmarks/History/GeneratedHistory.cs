using System.Globalization;
using System.Net.Http.Json;
using Npgsql;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Benchmarks.Processes;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.History;

/// <summary>
/// Fills the product's PostgreSQL store with a history that has the demonstration's statistics: its channels, reasons, hours and weekdays,
/// its basics in two baselines, its rates of misses with what moves them, its sources, checks and stand-outs. The server makes the rows
/// from their numbers, a hundred thousand a second, and the same each time. It leaves out what no figure reads: texts, causes, the
/// clustering of misses by day.
/// </summary>
internal sealed class GeneratedHistory(StoreSettings store, HistoryShape shape)
{
    // Site by site on this many connections.
    private const int Writers = 2;

    private const int Counter = 1, Phone = 2, Email = 3;

    private static readonly string[] Channels = ["counter", "phone", "email", "chat"];

    // By channel, for the teams at the front, on the phone, at the welcome desk and with the cases.
    private static readonly double[][] TeamChannels = [[64, 20, 10, 6], [8, 46, 28, 18], [66, 18, 10, 6], [30, 28, 38, 4]];

    private static readonly double[] DayWeights = [1.12, 1, 1, 1, 0.95, 0.35];
    private static readonly double[] HourWeights = [0.6, 0.8, 1, 1.1, 1.1, 1.05, 0.9, 0.85, 0.8, 0.7];
    private static readonly double[] ReasonWeights = [16, 18, 14, 13, 12, 12, 4, 11];
    private static readonly double[] ReasonOdds = [1.0, 0.9, 0.9, 1.2, 1.1, 0.95, 1.5, 1.0];
    private static readonly double[] ChannelOdds = [0.95, 1.1, 1.0, 0.9];
    private static readonly double[] BasicWeights = [20, 13, 18, 20, 16, 0.25, 14];

    // Bits 0 to 7: greeted, identity, need_confirmed, right_answer, next_step, privacy, wait_minutes, anything_else.
    private static readonly (string Code, int Weight, bool Live)[] Basics =
        [("greeted", 1, true), ("identity", 2, false), ("need_confirmed", 1, false), ("right_answer", 3, false), ("next_step", 1, false),
        ("privacy", 3, false), ("wait_minutes", 1, true), (DemoPatterns.AddedBasic, 1, true)];

    private const int Greeted = 1, Identity = 2, RightAnswer = 8, NextStep = 16, Privacy = 32, Wait = 64, AnythingElse = 128;

    private const int FirstBaseline = 127, SecondBaseline = 255, WithoutWaiting = 62, SeenByCustomers = 29;

    /// <summary>Makes the organisation and its history.</summary>
    /// <param name="product">The product on this store.</param>
    public async Task FillAsync(ServerProcess product)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(store.ConnectionString) { CommandTimeout = 0 }.ConnectionString);
        await ExecuteAsync(source, OrganisationSql());
        await PublishAsync(product.Http, 1, shape.FirstMonday, Basics.Length - 1);
        if (shape.Weeks > DemoPatterns.SecondBaselineWeek)
            await PublishAsync(product.Http, 2, shape.FirstMonday.AddDays(7 * DemoPatterns.SecondBaselineWeek), Basics.Length);

        var indexes = await TakeIndexesAsync(source);
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var site && site <= shape.Sites) await ExecuteAsync(source, InteractionsSql(site));
        }));
        foreach (var index in indexes) await ExecuteAsync(source, "SET maintenance_work_mem = '1GB'; " + index);
        await ExecuteAsync(source, "VACUUM (ANALYZE) interaction");
        await ExecuteAsync(source, "CHECKPOINT");
    }

    private static async Task PublishAsync(HttpClient product, int number, DateOnly from, int count)
    {
        object Expectation(int bit) => new
        {
            code = Basics[bit].Code,
            question = $"{Basics[bit].Code}?",
            promise = "What every customer may count on.",
            kind = 1 << bit == Wait ? "measure" : "check",
            unit = 1 << bit == Wait ? "minutes" : null,
            target = 1 << bit == Wait ? 5 : (int?)null,
            direction = 1 << bit == Wait ? "atMost" : null,
            weight = Basics[bit].Weight,
            critical = 1 << bit == Privacy,
            channels = Basics[bit].Live ? ["counter", "phone", "chat"] : new[] { "*" },
        };
        var draft = new
        {
            name = $"Baseline {number}",
            effectiveFrom = from,
            targetConsistency = 0.9,
            expectations = Enumerable.Range(0, count).Select(Expectation),
        };
        foreach (var (path, body) in new[] { ("", (object?)draft), ($"/{number}/publish", null) })
        {
            using var answer = await product.PostAsync(
                new Uri("/api/v1/baselines" + path, UriKind.Relative), body is null ? null : JsonContent.Create(body));
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }
    }

    // Ids are given in order, so that rows can be made from numbers alone.
    private string OrganisationSql() => $"""
        INSERT INTO channel (id, code, name, kind, version) SELECT i, c, c, i - 1, 1
          FROM unnest(ARRAY['{string.Join("','", Channels)}']) WITH ORDINALITY AS x(c, i);
        INSERT INTO reason (id, code, name, version) SELECT i, 'reason-' || i, 'Reason ' || i, 1
          FROM generate_series(1, {ReasonWeights.Length}) i;
        INSERT INTO site (id, code, name, zone, day_start, version) SELECT i, 'site-' || i, 'Site ' || i, 'UTC', '00:00', 1
          FROM generate_series(1, {shape.Sites}) i;
        INSERT INTO team (site_id, id, code, name, version) SELECT s, t, 'team-' || t, 'Team ' || t, 1
          FROM generate_series(1, {shape.Sites}) s, generate_series(1, {TeamChannels.Length}) t;
        INSERT INTO staff (id, code, name, home_site_id, home_team_id, role_title, version)
          SELECT {PersonSql("s", "p")}, 'person-' || s || '-' || p, 'Person ' || s || '-' || p, s, {TeamSql("p")}, 'Adviser', 1
          FROM generate_series(1, {shape.Sites}) s, generate_series(1, {HistoryShape.PeopleAtSite}) p;
        SELECT setval(pg_get_serial_sequence(t, 'id'), 1000000) FROM unnest(ARRAY['channel', 'reason', 'site', 'staff']) t;
        UPDATE master_data_stamp SET revision = revision + 1;
        """;

    // Every layer is a subquery with OFFSET 0: merged into one, each use of a column would compute it once more.
    private string InteractionsSql(int site)
    {
        var (weeks, count) = (shape.Weeks, shape.AtSite);
        var (quiet, first) = (DemoPatterns.SecondBaselineWeek, site * 1_000_000_000L);
        string Weight(string mask) => string.Join(" + ", Basics.Select((b, bit) => $"(({mask} >> {bit}) & 1) * {b.Weight}"));
        string Place(string u, double[] weights) => $"width_bucket({u}, {Thresholds(weights)})";
        return $"""
            SET session_replication_role = replica;
            INSERT INTO interaction (
              site_id, id, staff_id, team_id, channel_id, reason_id, baseline, occurred_at, utc_offset, recorded_at, recorded_by,
                business_date, hour_of_week,
              met, na, held, excused, measures, met_count, applicable_count, weight_met, weight_applicable, all_met, critical_missed,
              state, source, "check", outcome, stand_outs, customer_ref, csat, request_hash, version)
            SELECT
              {site},
              (lpad(to_hex((extract(epoch FROM occurred) * 1000)::bigint), 12, '0')
                || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid,
              {PersonSql($"{site}", "person")}, team, channel, reason, baseline, occurred, 0, occurred + interval '90 seconds',
                'generated', occurred::date, 24 * day + hour,
              applicable & ~missed, bits & ~applicable, 0, 0,
              ARRAY[CASE WHEN applicable & {Wait} = 0 THEN 0 WHEN missed & {Wait} = 0 THEN floor({U(20)} * 11) / 2
                ELSE 5.5 + floor({U(20)} * {U(21)} * 24) / 2 END],
              bit_count((applicable & ~missed)::bit(8)), bit_count(applicable::bit(8)), {Weight("(applicable & ~missed)")},
                {Weight("applicable")}, missed = 0, missed & {Privacy} <> 0,
              0, source, "full"::int, {Place(U(22), [0.924, 0.06, 0.012, 0.004])}, (CASE WHEN {U(23)} < 0.05 THEN 1 ELSE 0 END),
              CASE WHEN {U(24)} < 0.15 THEN 'C-' || (1000 + floor({U(25)} * 4000)::int) END,
              CASE WHEN source = 3 OR {U(26)} < 0.05 THEN 1 + CASE WHEN missed = 0 THEN {Place(U(27), [1, 2, 9, 38, 50])}
                ELSE {Place(U(27), [14, 24, 30, 22, 10])} END END,
              decode(hash, 'hex'), 1
            FROM (
              SELECT *, missed_first
                  | (CASE WHEN week >= {DemoPatterns.ScriptWeek} AND channel = {Phone} AND {U(13)} < {Number(DemoPatterns.ScriptMiss)}
                    THEN applicable & {Identity} ELSE 0 END)
                  | (CASE WHEN {site} % 2 = 1 AND week >= {DemoPatterns.LunchWeek} AND hour BETWEEN {DemoPatterns.LunchFrom}
                    AND {DemoPatterns.LunchBefore - 1} AND {U(14)} < {Number(DemoPatterns.LunchMiss)}
                       THEN applicable & (CASE WHEN {U(15)} < 0.5 THEN {Wait} ELSE {Greeted} END) ELSE 0 END)
                  | (CASE WHEN {site} % 2 = 0 AND week >= {DemoPatterns.FallingWeek} AND {U(16)} < {Number(DemoPatterns.FallingMiss)}
                    THEN applicable & {NextStep} ELSE 0 END)
                  | (CASE WHEN {U(17)} < 0.012 THEN applicable & {AnythingElse} ELSE 0 END) AS missed,
                timestamptz '{shape.FirstMonday:yyyy-MM-dd} 00:00+00' + make_interval(days => 7 * week + day, hours => hour,
                  secs => floor({U(18)} * 3600)) AS occurred, md5(n::text) AS hash
              FROM (
                SELECT *, CASE WHEN {U(10)} >= odds / (1 + odds) THEN 0 ELSE
                    coalesce(nullif(applicable & (1 << {Place(U(11), BasicWeights)}), 0), {RightAnswer}) | (CASE WHEN {U(12)} < 0.15
                      THEN applicable & (1 << {Place(U(19), BasicWeights)}) ELSE 0 END) END AS missed_first
                FROM (
                  SELECT *,
                    CASE WHEN source = 3 THEN asked & {SeenByCustomers} WHEN "full" THEN asked & ~((CASE WHEN {U(8)} < 0.08 THEN {Identity}
                      ELSE 0 END) | (CASE WHEN {U(9)} < 0.05 THEN {NextStep} ELSE 0 END))
                      WHEN {U(7)} < 0.3 THEN asked ELSE asked & ~{Wait} END AS applicable,
                    0.088 * (0.8 + 0.4 * (person * 7 % {HistoryShape.PeopleAtSite}) / {HistoryShape.PeopleAtSite})
                      * (0.95 + 0.1 * ({site} % 2)) * (CASE WHEN "full" THEN 1.25 ELSE 0.97 END)
                      * ({Values(ChannelOdds)})[channel] * ({Values(ReasonOdds)})[reason] AS odds
                  FROM (
                    SELECT *, CASE WHEN channel = {Email} THEN {WithoutWaiting} ELSE bits END AS asked
                    FROM (
                      SELECT *, CASE WHEN week < {quiet} THEN 1 ELSE 2 END AS baseline, CASE WHEN week < {quiet} THEN {FirstBaseline}
                        ELSE {SecondBaseline} END AS bits,
                        {Counter} + CASE team
                          {string.Join(' ', TeamChannels.Select((w, t) => $"WHEN {t + 1} THEN {Place(U(3), w)}"))} END AS channel,
                        1 + {Place(U(4), ReasonWeights)} AS reason, {Place(U(6), [0.982, 0.008, 0.003, 0.007])} AS source
                      FROM (
                        SELECT n, (k * {weeks} / {count})::int AS week,
                          {Place($"((k * {weeks}) % {count})::float8 / {count}", DayWeights)} AS day,
                          8 + {Place(U(2), HourWeights)} AS hour,
                          person, {TeamSql("person")} AS team, {U(5)} < 0.125 AS "full"
                        FROM (
                          SELECT k, {first} + k AS n,
                            1 + (floor(((hashint8extended({first} + k, 1)) & 16777215)::float8 / 16777216
                              * {HistoryShape.PeopleAtSite}))::int AS person
                          FROM generate_series(0::bigint, {count - 1}) k OFFSET 0
                        ) a OFFSET 0
                      ) b OFFSET 0
                    ) c OFFSET 0
                  ) d OFFSET 0
                ) e OFFSET 0
              ) f OFFSET 0
            ) g
            """;
    }

    // The indexes that no constraint needs: building one in the end is much less work than keeping it up.
    private static async Task<List<string>> TakeIndexesAsync(NpgsqlDataSource source)
    {
        const string query = """
            SELECT i.indexname, i.indexdef FROM pg_indexes i
            WHERE i.tablename = 'interaction' AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname
              AND c.conrelid = 'interaction'::regclass)
            """;
        var found = new List<(string Name, string Definition)>();
        await using (var command = source.CreateCommand(query))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) found.Add((reader.GetString(0), reader.GetString(1)));
        }

        foreach (var (name, _) in found) await ExecuteAsync(source, $"DROP INDEX \"{name}\"");
        return [.. found.Select(f => f.Definition)];
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string PersonSql(string site, string person) => $"({site} - 1) * {HistoryShape.PeopleAtSite} + {person}";

    private static string TeamSql(string person) => $"1 + ({person} - 1) / {HistoryShape.PeopleAtSite / TeamChannels.Length}";

    // A number from 0 up to, but not including, 1: the same for the same row and seed.
    private static string U(int seed) => $"((hashint8extended(n, {seed}) & 16777215)::float8 / 16777216)";

    private static string Thresholds(double[] weights)
    {
        var sum = 0.0;
        return Values([.. weights.SkipLast(1).Select(w => (sum += w) / weights.Sum())]);
    }

    private static string Values(double[] values) => $"ARRAY[{string.Join(", ", values.Select(Number))}]::float8[]";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
