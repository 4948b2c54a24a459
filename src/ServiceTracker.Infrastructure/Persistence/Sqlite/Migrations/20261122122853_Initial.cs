using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Sqlite.Migrations
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    role = table.Column<short>(type: "INTEGER", nullable: false),
                    site_ids = table.Column<string>(type: "TEXT", nullable: true),
                    scopes = table.Column<short>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    revoked_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_token", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    by_name = table.Column<string>(type: "TEXT", nullable: false),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: true),
                    after = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entry", x => new { x.site_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "baseline",
                columns: table => new
                {
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    effective_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    target_consistency = table.Column<double>(type: "REAL", nullable: false),
                    published_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    published_by = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_baseline", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "channel",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<short>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channel", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_key",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    friendly_name = table.Column<string>(type: "TEXT", nullable: false),
                    xml = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "import_run",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    format = table.Column<string>(type: "TEXT", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: true),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    finished_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    started_by = table.Column<string>(type: "TEXT", nullable: false),
                    started_by_name = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<short>(type: "INTEGER", nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes_read = table.Column<long>(type: "INTEGER", nullable: false),
                    rows = table.Column<long>(type: "INTEGER", nullable: false),
                    stored = table.Column<long>(type: "INTEGER", nullable: false),
                    duplicates = table.Column<long>(type: "INTEGER", nullable: false),
                    rejected = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_run", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "interaction",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    staff_id = table.Column<int>(type: "INTEGER", nullable: true),
                    team_id = table.Column<int>(type: "INTEGER", nullable: true),
                    channel_id = table.Column<int>(type: "INTEGER", nullable: false),
                    reason_id = table.Column<int>(type: "INTEGER", nullable: true),
                    baseline = table.Column<int>(type: "INTEGER", nullable: false),
                    occurred_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    utc_offset = table.Column<short>(type: "INTEGER", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    recorded_by = table.Column<string>(type: "TEXT", nullable: false),
                    device_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    import_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    business_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    hour_of_week = table.Column<short>(type: "INTEGER", nullable: false),
                    met = table.Column<long>(type: "INTEGER", nullable: false),
                    na = table.Column<long>(type: "INTEGER", nullable: false),
                    held = table.Column<long>(type: "INTEGER", nullable: false),
                    excused = table.Column<long>(type: "INTEGER", nullable: false),
                    measures = table.Column<string>(type: "TEXT", nullable: true),
                    met_count = table.Column<short>(type: "INTEGER", nullable: false),
                    applicable_count = table.Column<short>(type: "INTEGER", nullable: false),
                    weight_met = table.Column<short>(type: "INTEGER", nullable: false),
                    weight_applicable = table.Column<short>(type: "INTEGER", nullable: false),
                    all_met = table.Column<bool>(type: "INTEGER", nullable: false),
                    critical_missed = table.Column<bool>(type: "INTEGER", nullable: false),
                    state = table.Column<short>(type: "INTEGER", nullable: false),
                    source = table.Column<short>(type: "INTEGER", nullable: false),
                    check = table.Column<short>(type: "INTEGER", nullable: false),
                    outcome = table.Column<short>(type: "INTEGER", nullable: false),
                    stand_outs = table.Column<short>(type: "INTEGER", nullable: false),
                    customer_ref = table.Column<string>(type: "TEXT", nullable: true),
                    external_id = table.Column<string>(type: "TEXT", nullable: true),
                    csat = table.Column<short>(type: "INTEGER", nullable: true),
                    request_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interaction", x => new { x.site_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "interaction_text",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    interaction_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: true),
                    comment = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interaction_text", x => new { x.site_id, x.interaction_id });
                });

            migrationBuilder.CreateTable(
                name: "master_data_stamp",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_master_data_stamp", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "miss_cause",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    interaction_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    bit = table.Column<short>(type: "INTEGER", nullable: false),
                    cause = table.Column<short>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_miss_cause", x => new { x.site_id, x.interaction_id, x.bit });
                });

            migrationBuilder.CreateTable(
                name: "org_hour_of_week",
                columns: table => new
                {
                    week_start = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    hour_of_week = table.Column<short>(type: "INTEGER", nullable: false),
                    interactions = table.Column<long>(type: "INTEGER", nullable: false),
                    excluded = table.Column<long>(type: "INTEGER", nullable: false),
                    held = table.Column<long>(type: "INTEGER", nullable: false),
                    excused = table.Column<long>(type: "INTEGER", nullable: false),
                    stand_outs = table.Column<long>(type: "INTEGER", nullable: false),
                    csat_count = table.Column<long>(type: "INTEGER", nullable: false),
                    csat_sum = table.Column<long>(type: "INTEGER", nullable: false),
                    scored = table.Column<long>(type: "INTEGER", nullable: false),
                    all_met = table.Column<long>(type: "INTEGER", nullable: false),
                    critical_missed = table.Column<long>(type: "INTEGER", nullable: false),
                    stand_outs_on_basics = table.Column<long>(type: "INTEGER", nullable: false),
                    score_sum = table.Column<long>(type: "INTEGER", nullable: false),
                    score_squares_high = table.Column<long>(type: "INTEGER", nullable: false),
                    score_squares_low = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_org_hour_of_week", x => new { x.week_start, x.hour_of_week });
                });

            migrationBuilder.CreateTable(
                name: "org_week",
                columns: table => new
                {
                    week_start = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    channel_id = table.Column<int>(type: "INTEGER", nullable: false),
                    baseline = table.Column<int>(type: "INTEGER", nullable: false),
                    interactions = table.Column<long>(type: "INTEGER", nullable: false),
                    excluded = table.Column<long>(type: "INTEGER", nullable: false),
                    held = table.Column<long>(type: "INTEGER", nullable: false),
                    excused = table.Column<long>(type: "INTEGER", nullable: false),
                    stand_outs = table.Column<long>(type: "INTEGER", nullable: false),
                    csat_count = table.Column<long>(type: "INTEGER", nullable: false),
                    csat_sum = table.Column<long>(type: "INTEGER", nullable: false),
                    scored = table.Column<long>(type: "INTEGER", nullable: false),
                    all_met = table.Column<long>(type: "INTEGER", nullable: false),
                    critical_missed = table.Column<long>(type: "INTEGER", nullable: false),
                    stand_outs_on_basics = table.Column<long>(type: "INTEGER", nullable: false),
                    score_sum = table.Column<long>(type: "INTEGER", nullable: false),
                    score_squares_high = table.Column<long>(type: "INTEGER", nullable: false),
                    score_squares_low = table.Column<long>(type: "INTEGER", nullable: false),
                    scored_person = table.Column<long>(type: "INTEGER", nullable: false),
                    all_met_person = table.Column<long>(type: "INTEGER", nullable: false),
                    critical_missed_person = table.Column<long>(type: "INTEGER", nullable: false),
                    stand_outs_on_basics_person = table.Column<long>(type: "INTEGER", nullable: false),
                    score_sum_person = table.Column<long>(type: "INTEGER", nullable: false),
                    score_squares_high_person = table.Column<long>(type: "INTEGER", nullable: false),
                    score_squares_low_person = table.Column<long>(type: "INTEGER", nullable: false),
                    basics = table.Column<string>(type: "TEXT", nullable: false),
                    measures = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_org_week", x => new { x.week_start, x.channel_id, x.baseline });
                });

            migrationBuilder.CreateTable(
                name: "reason",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    icon = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reason", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rollup_queue",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    packed = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rollup_queue", x => new { x.site_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "site",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    zone = table.Column<string>(type: "TEXT", nullable: false),
                    day_start = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_site", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "site_day_hour",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    business_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    hour_of_week = table.Column<short>(type: "INTEGER", nullable: false),
                    interactions = table.Column<long>(type: "INTEGER", nullable: false),
                    excluded = table.Column<long>(type: "INTEGER", nullable: false),
                    held = table.Column<long>(type: "INTEGER", nullable: false),
                    excused = table.Column<long>(type: "INTEGER", nullable: false),
                    stand_outs = table.Column<long>(type: "INTEGER", nullable: false),
                    csat_count = table.Column<long>(type: "INTEGER", nullable: false),
                    csat_sum = table.Column<long>(type: "INTEGER", nullable: false),
                    scored = table.Column<long>(type: "INTEGER", nullable: false),
                    all_met = table.Column<long>(type: "INTEGER", nullable: false),
                    critical_missed = table.Column<long>(type: "INTEGER", nullable: false),
                    stand_outs_on_basics = table.Column<long>(type: "INTEGER", nullable: false),
                    score_sum = table.Column<long>(type: "INTEGER", nullable: false),
                    score_squares_high = table.Column<long>(type: "INTEGER", nullable: false),
                    score_squares_low = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_site_day_hour", x => new { x.site_id, x.business_date, x.hour_of_week });
                });

            migrationBuilder.CreateTable(
                name: "staff_week",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    week_start = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    staff_id = table.Column<int>(type: "INTEGER", nullable: false),
                    team_id = table.Column<int>(type: "INTEGER", nullable: false),
                    channel_id = table.Column<int>(type: "INTEGER", nullable: false),
                    source = table.Column<short>(type: "INTEGER", nullable: false),
                    baseline = table.Column<int>(type: "INTEGER", nullable: false),
                    interactions = table.Column<long>(type: "INTEGER", nullable: false),
                    excluded = table.Column<long>(type: "INTEGER", nullable: false),
                    held = table.Column<long>(type: "INTEGER", nullable: false),
                    excused = table.Column<long>(type: "INTEGER", nullable: false),
                    stand_outs = table.Column<long>(type: "INTEGER", nullable: false),
                    csat_count = table.Column<long>(type: "INTEGER", nullable: false),
                    csat_sum = table.Column<long>(type: "INTEGER", nullable: false),
                    scored = table.Column<long>(type: "INTEGER", nullable: false),
                    all_met = table.Column<long>(type: "INTEGER", nullable: false),
                    critical_missed = table.Column<long>(type: "INTEGER", nullable: false),
                    stand_outs_on_basics = table.Column<long>(type: "INTEGER", nullable: false),
                    score_sum = table.Column<long>(type: "INTEGER", nullable: false),
                    score_squares_high = table.Column<long>(type: "INTEGER", nullable: false),
                    score_squares_low = table.Column<long>(type: "INTEGER", nullable: false),
                    scored_person = table.Column<long>(type: "INTEGER", nullable: false),
                    all_met_person = table.Column<long>(type: "INTEGER", nullable: false),
                    critical_missed_person = table.Column<long>(type: "INTEGER", nullable: false),
                    stand_outs_on_basics_person = table.Column<long>(type: "INTEGER", nullable: false),
                    score_sum_person = table.Column<long>(type: "INTEGER", nullable: false),
                    score_squares_high_person = table.Column<long>(type: "INTEGER", nullable: false),
                    score_squares_low_person = table.Column<long>(type: "INTEGER", nullable: false),
                    basics = table.Column<string>(type: "TEXT", nullable: false),
                    measures = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_week", x => new { x.site_id, x.week_start, x.staff_id, x.team_id, x.channel_id, x.source, x.baseline });
                });

            migrationBuilder.CreateTable(
                name: "stand_out",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    interaction_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    position = table.Column<short>(type: "INTEGER", nullable: false),
                    kind = table.Column<short>(type: "INTEGER", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stand_out", x => new { x.site_id, x.interaction_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "expectation",
                columns: table => new
                {
                    baseline_number = table.Column<int>(type: "INTEGER", nullable: false),
                    bit = table.Column<int>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    question = table.Column<string>(type: "TEXT", nullable: false),
                    promise = table.Column<string>(type: "TEXT", nullable: true),
                    guidance = table.Column<string>(type: "TEXT", nullable: true),
                    kind = table.Column<short>(type: "INTEGER", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: true),
                    target = table.Column<double>(type: "REAL", nullable: true),
                    direction = table.Column<short>(type: "INTEGER", nullable: false),
                    weight = table.Column<int>(type: "INTEGER", nullable: false),
                    critical = table.Column<bool>(type: "INTEGER", nullable: false),
                    channels = table.Column<string>(type: "TEXT", nullable: false),
                    evidence = table.Column<string>(type: "TEXT", nullable: true),
                    owner = table.Column<string>(type: "TEXT", nullable: true),
                    review_date = table.Column<DateOnly>(type: "TEXT", nullable: true)
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
                    import_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    line = table.Column<long>(type: "INTEGER", nullable: false),
                    column = table.Column<string>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    message = table.Column<string>(type: "TEXT", nullable: false)
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
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    home_site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    home_team_id = table.Column<int>(type: "INTEGER", nullable: true),
                    role_title = table.Column<string>(type: "TEXT", nullable: true),
                    active_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    active_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
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
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    display_name = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<short>(type: "INTEGER", nullable: false),
                    site_ids = table.Column<string>(type: "TEXT", nullable: true),
                    staff_id = table.Column<int>(type: "INTEGER", nullable: true),
                    user_name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    normalized_user_name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    email_confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    security_stamp = table.Column<string>(type: "TEXT", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "TEXT", nullable: true),
                    phone_number = table.Column<string>(type: "TEXT", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "TEXT", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    access_failed_count = table.Column<int>(type: "INTEGER", nullable: false)
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
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    claim_type = table.Column<string>(type: "TEXT", nullable: true),
                    claim_value = table.Column<string>(type: "TEXT", nullable: true)
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
                    login_provider = table.Column<string>(type: "TEXT", nullable: false),
                    provider_key = table.Column<string>(type: "TEXT", nullable: false),
                    provider_display_name = table.Column<string>(type: "TEXT", nullable: true),
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false)
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
                    user_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    login_provider = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: true)
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
                column: "business_date");

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
                columns: new[] { "site_id", "staff_id", "business_date" });

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
