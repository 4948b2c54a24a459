using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "api_token",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    site_ids = table.Column<int[]>(type: "integer[]", nullable: true),
                    scopes = table.Column<short>(type: "smallint", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_token", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    by_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    before = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    after = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entry", x => new { x.site_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "baseline",
                columns: table => new
                {
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    effective_from = table.Column<DateOnly>(type: "date", nullable: false),
                    target_consistency = table.Column<double>(type: "double precision", nullable: false),
                    published_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    published_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_baseline", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "channel",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channel", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_key",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendly_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    xml = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "import_run",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    format = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    file_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    started_by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    started_by_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    bytes_read = table.Column<long>(type: "bigint", nullable: false),
                    rows = table.Column<long>(type: "bigint", nullable: false),
                    stored = table.Column<long>(type: "bigint", nullable: false),
                    duplicates = table.Column<long>(type: "bigint", nullable: false),
                    rejected = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_run", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "interaction",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_id = table.Column<int>(type: "integer", nullable: true),
                    team_id = table.Column<int>(type: "integer", nullable: true),
                    channel_id = table.Column<int>(type: "integer", nullable: false),
                    reason_id = table.Column<int>(type: "integer", nullable: true),
                    baseline = table.Column<int>(type: "integer", nullable: false),
                    occurred_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    utc_offset = table.Column<short>(type: "smallint", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    device_id = table.Column<Guid>(type: "uuid", nullable: true),
                    import_id = table.Column<Guid>(type: "uuid", nullable: true),
                    business_date = table.Column<DateOnly>(type: "date", nullable: false),
                    hour_of_week = table.Column<short>(type: "smallint", nullable: false),
                    met = table.Column<long>(type: "bigint", nullable: false),
                    na = table.Column<long>(type: "bigint", nullable: false),
                    held = table.Column<long>(type: "bigint", nullable: false),
                    excused = table.Column<long>(type: "bigint", nullable: false),
                    measures = table.Column<double[]>(type: "double precision[]", nullable: true),
                    met_count = table.Column<short>(type: "smallint", nullable: false),
                    applicable_count = table.Column<short>(type: "smallint", nullable: false),
                    weight_met = table.Column<short>(type: "smallint", nullable: false),
                    weight_applicable = table.Column<short>(type: "smallint", nullable: false),
                    all_met = table.Column<bool>(type: "boolean", nullable: false),
                    critical_missed = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    check = table.Column<short>(type: "smallint", nullable: false),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    stand_outs = table.Column<short>(type: "smallint", nullable: false),
                    customer_ref = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    external_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    csat = table.Column<short>(type: "smallint", nullable: true),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interaction", x => new { x.site_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "interaction_text",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    interaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    comment = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interaction_text", x => new { x.site_id, x.interaction_id });
                });

            migrationBuilder.CreateTable(
                name: "master_data_stamp",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_master_data_stamp", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "miss_cause",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    interaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bit = table.Column<short>(type: "smallint", nullable: false),
                    cause = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_miss_cause", x => new { x.site_id, x.interaction_id, x.bit });
                });

            migrationBuilder.CreateTable(
                name: "org_hour_of_week",
                columns: table => new
                {
                    week_start = table.Column<DateOnly>(type: "date", nullable: false),
                    hour_of_week = table.Column<short>(type: "smallint", nullable: false),
                    interactions = table.Column<long>(type: "bigint", nullable: false),
                    excluded = table.Column<long>(type: "bigint", nullable: false),
                    held = table.Column<long>(type: "bigint", nullable: false),
                    excused = table.Column<long>(type: "bigint", nullable: false),
                    stand_outs = table.Column<long>(type: "bigint", nullable: false),
                    csat_count = table.Column<long>(type: "bigint", nullable: false),
                    csat_sum = table.Column<long>(type: "bigint", nullable: false),
                    scored = table.Column<long>(type: "bigint", nullable: false),
                    all_met = table.Column<long>(type: "bigint", nullable: false),
                    critical_missed = table.Column<long>(type: "bigint", nullable: false),
                    stand_outs_on_basics = table.Column<long>(type: "bigint", nullable: false),
                    score_sum = table.Column<long>(type: "bigint", nullable: false),
                    score_squares_high = table.Column<long>(type: "bigint", nullable: false),
                    score_squares_low = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_org_hour_of_week", x => new { x.week_start, x.hour_of_week });
                });

            migrationBuilder.CreateTable(
                name: "org_week",
                columns: table => new
                {
                    week_start = table.Column<DateOnly>(type: "date", nullable: false),
                    channel_id = table.Column<int>(type: "integer", nullable: false),
                    baseline = table.Column<int>(type: "integer", nullable: false),
                    interactions = table.Column<long>(type: "bigint", nullable: false),
                    excluded = table.Column<long>(type: "bigint", nullable: false),
                    held = table.Column<long>(type: "bigint", nullable: false),
                    excused = table.Column<long>(type: "bigint", nullable: false),
                    stand_outs = table.Column<long>(type: "bigint", nullable: false),
                    csat_count = table.Column<long>(type: "bigint", nullable: false),
                    csat_sum = table.Column<long>(type: "bigint", nullable: false),
                    scored = table.Column<long>(type: "bigint", nullable: false),
                    all_met = table.Column<long>(type: "bigint", nullable: false),
                    critical_missed = table.Column<long>(type: "bigint", nullable: false),
                    stand_outs_on_basics = table.Column<long>(type: "bigint", nullable: false),
                    score_sum = table.Column<long>(type: "bigint", nullable: false),
                    score_squares_high = table.Column<long>(type: "bigint", nullable: false),
                    score_squares_low = table.Column<long>(type: "bigint", nullable: false),
                    scored_person = table.Column<long>(type: "bigint", nullable: false),
                    all_met_person = table.Column<long>(type: "bigint", nullable: false),
                    critical_missed_person = table.Column<long>(type: "bigint", nullable: false),
                    stand_outs_on_basics_person = table.Column<long>(type: "bigint", nullable: false),
                    score_sum_person = table.Column<long>(type: "bigint", nullable: false),
                    score_squares_high_person = table.Column<long>(type: "bigint", nullable: false),
                    score_squares_low_person = table.Column<long>(type: "bigint", nullable: false),
                    basics = table.Column<long[]>(type: "bigint[]", nullable: false),
                    measures = table.Column<long[]>(type: "bigint[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_org_week", x => new { x.week_start, x.channel_id, x.baseline });
                });

            migrationBuilder.CreateTable(
                name: "reason",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    icon = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reason", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rollup_queue",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    packed = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rollup_queue", x => new { x.site_id, x.id });
                })
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_threshold", 10000);

            migrationBuilder.CreateTable(
                name: "site",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    zone = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    day_start = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_site", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "site_day_hour",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    business_date = table.Column<DateOnly>(type: "date", nullable: false),
                    hour_of_week = table.Column<short>(type: "smallint", nullable: false),
                    interactions = table.Column<long>(type: "bigint", nullable: false),
                    excluded = table.Column<long>(type: "bigint", nullable: false),
                    held = table.Column<long>(type: "bigint", nullable: false),
                    excused = table.Column<long>(type: "bigint", nullable: false),
                    stand_outs = table.Column<long>(type: "bigint", nullable: false),
                    csat_count = table.Column<long>(type: "bigint", nullable: false),
                    csat_sum = table.Column<long>(type: "bigint", nullable: false),
                    scored = table.Column<long>(type: "bigint", nullable: false),
                    all_met = table.Column<long>(type: "bigint", nullable: false),
                    critical_missed = table.Column<long>(type: "bigint", nullable: false),
                    stand_outs_on_basics = table.Column<long>(type: "bigint", nullable: false),
                    score_sum = table.Column<long>(type: "bigint", nullable: false),
                    score_squares_high = table.Column<long>(type: "bigint", nullable: false),
                    score_squares_low = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_site_day_hour", x => new { x.site_id, x.business_date, x.hour_of_week });
                });

            migrationBuilder.CreateTable(
                name: "staff_week",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    week_start = table.Column<DateOnly>(type: "date", nullable: false),
                    staff_id = table.Column<int>(type: "integer", nullable: false),
                    team_id = table.Column<int>(type: "integer", nullable: false),
                    channel_id = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    baseline = table.Column<int>(type: "integer", nullable: false),
                    interactions = table.Column<long>(type: "bigint", nullable: false),
                    excluded = table.Column<long>(type: "bigint", nullable: false),
                    held = table.Column<long>(type: "bigint", nullable: false),
                    excused = table.Column<long>(type: "bigint", nullable: false),
                    stand_outs = table.Column<long>(type: "bigint", nullable: false),
                    csat_count = table.Column<long>(type: "bigint", nullable: false),
                    csat_sum = table.Column<long>(type: "bigint", nullable: false),
                    scored = table.Column<long>(type: "bigint", nullable: false),
                    all_met = table.Column<long>(type: "bigint", nullable: false),
                    critical_missed = table.Column<long>(type: "bigint", nullable: false),
                    stand_outs_on_basics = table.Column<long>(type: "bigint", nullable: false),
                    score_sum = table.Column<long>(type: "bigint", nullable: false),
                    score_squares_high = table.Column<long>(type: "bigint", nullable: false),
                    score_squares_low = table.Column<long>(type: "bigint", nullable: false),
                    scored_person = table.Column<long>(type: "bigint", nullable: false),
                    all_met_person = table.Column<long>(type: "bigint", nullable: false),
                    critical_missed_person = table.Column<long>(type: "bigint", nullable: false),
                    stand_outs_on_basics_person = table.Column<long>(type: "bigint", nullable: false),
                    score_sum_person = table.Column<long>(type: "bigint", nullable: false),
                    score_squares_high_person = table.Column<long>(type: "bigint", nullable: false),
                    score_squares_low_person = table.Column<long>(type: "bigint", nullable: false),
                    basics = table.Column<long[]>(type: "bigint[]", nullable: false),
                    measures = table.Column<long[]>(type: "bigint[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_week", x => new { x.site_id, x.week_start, x.staff_id, x.team_id, x.channel_id, x.source, x.baseline });
                });

            migrationBuilder.CreateTable(
                name: "stand_out",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    interaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<short>(type: "smallint", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stand_out", x => new { x.site_id, x.interaction_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "expectation",
                columns: table => new
                {
                    baseline_number = table.Column<int>(type: "integer", nullable: false),
                    bit = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    question = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    promise = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    guidance = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    target = table.Column<double>(type: "double precision", nullable: true),
                    direction = table.Column<short>(type: "smallint", nullable: false),
                    weight = table.Column<int>(type: "integer", nullable: false),
                    critical = table.Column<bool>(type: "boolean", nullable: false),
                    channels = table.Column<string[]>(type: "text[]", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    owner = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    review_date = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_expectation", x => new { x.baseline_number, x.bit });
                    table.ForeignKey(
                        name: "fk_expectation_baseline_baseline_number",
                        column: x => x.baseline_number,
                        principalTable: "baseline",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "import_error",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    column = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    message = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_error", x => new { x.import_id, x.position });
                    table.ForeignKey(
                        name: "fk_import_error_import_run_import_id",
                        column: x => x.import_id,
                        principalTable: "import_run",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "staff",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    home_site_id = table.Column<int>(type: "integer", nullable: false),
                    home_team_id = table.Column<int>(type: "integer", nullable: true),
                    role_title = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    active_from = table.Column<DateOnly>(type: "date", nullable: true),
                    active_to = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff", x => x.id);
                    table.ForeignKey(
                        name: "fk_staff_site_home_site_id",
                        column: x => x.home_site_id,
                        principalTable: "site",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "team",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_team", x => new { x.site_id, x.id });
                    table.ForeignKey(
                        name: "fk_team_site_site_id",
                        column: x => x.site_id,
                        principalTable: "site",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "account",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    site_ids = table.Column<int[]>(type: "integer[]", nullable: true),
                    staff_id = table.Column<int>(type: "integer", nullable: true),
                    user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    normalized_user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    normalized_email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    security_stamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone_number = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account", x => x.id);
                    table.ForeignKey(
                        name: "fk_account_staff_staff_id",
                        column: x => x.staff_id,
                        principalTable: "staff",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "account_claim",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    claim_value = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_claim", x => x.id);
                    table.ForeignKey(
                        name: "fk_account_claim_account_user_id",
                        column: x => x.user_id,
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_login",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    provider_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    provider_display_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_login", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "fk_account_login_account_user_id",
                        column: x => x.user_id,
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_token",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_token", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "fk_account_token_account_user_id",
                        column: x => x.user_id,
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "master_data_stamp",
                columns: new[] { "id", "revision" },
                values: new object[] { 1, 1L });

            migrationBuilder.CreateIndex(
                name: "email_index",
                table: "account",
                column: "normalized_email");

            migrationBuilder.CreateIndex(
                name: "user_name_index",
                table: "account",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_api_token_hash",
                table: "api_token",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_subject",
                table: "audit_entry",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "ix_channel_code",
                table: "channel",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_expectation_baseline_number_code",
                table: "expectation",
                columns: new[] { "baseline_number", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_interaction_business_date",
                table: "interaction",
                column: "business_date")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_interaction_id",
                table: "interaction",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_interaction_site_id_source_external_id",
                table: "interaction",
                columns: new[] { "site_id", "source", "external_id" },
                unique: true,
                filter: "external_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_interaction_site_id_staff_id_business_date",
                table: "interaction",
                columns: new[] { "site_id", "staff_id", "business_date" })
                .Annotation("Npgsql:IndexInclude", new[] { "channel_id", "baseline", "met", "na", "held", "excused", "all_met", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_reason_code",
                table: "reason",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_site_code",
                table: "site",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_site_day_hour_business_date",
                table: "site_day_hour",
                column: "business_date");

            migrationBuilder.CreateIndex(
                name: "ix_staff_code",
                table: "staff",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_team_site_id_code",
                table: "team",
                columns: new[] { "site_id", "code" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_claim");

            migrationBuilder.DropTable(
                name: "account_login");

            migrationBuilder.DropTable(
                name: "account_token");

            migrationBuilder.DropTable(
                name: "api_token");

            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "channel");

            migrationBuilder.DropTable(
                name: "data_protection_key");

            migrationBuilder.DropTable(
                name: "expectation");

            migrationBuilder.DropTable(
                name: "import_error");

            migrationBuilder.DropTable(
                name: "interaction");

            migrationBuilder.DropTable(
                name: "interaction_text");

            migrationBuilder.DropTable(
                name: "master_data_stamp");

            migrationBuilder.DropTable(
                name: "miss_cause");

            migrationBuilder.DropTable(
                name: "org_hour_of_week");

            migrationBuilder.DropTable(
                name: "org_week");

            migrationBuilder.DropTable(
                name: "reason");

            migrationBuilder.DropTable(
                name: "rollup_queue");

            migrationBuilder.DropTable(
                name: "site_day_hour");

            migrationBuilder.DropTable(
                name: "staff_week");

            migrationBuilder.DropTable(
                name: "stand_out");

            migrationBuilder.DropTable(
                name: "team");

            migrationBuilder.DropTable(
                name: "account");

            migrationBuilder.DropTable(
                name: "baseline");

            migrationBuilder.DropTable(
                name: "import_run");

            migrationBuilder.DropTable(
                name: "staff");

            migrationBuilder.DropTable(
                name: "site");
        }
    }
}
