using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Rollups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_interaction_baseline_baseline",
                table: "interaction");

            migrationBuilder.DropForeignKey(
                name: "fk_interaction_channel_channel_id",
                table: "interaction");

            migrationBuilder.DropForeignKey(
                name: "fk_interaction_reason_reason_id",
                table: "interaction");

            migrationBuilder.DropForeignKey(
                name: "fk_interaction_site_site_id",
                table: "interaction");

            migrationBuilder.DropForeignKey(
                name: "fk_interaction_staff_staff_id",
                table: "interaction");

            migrationBuilder.DropForeignKey(
                name: "fk_interaction_team_site_id_team_id",
                table: "interaction");

            migrationBuilder.CreateTable(
                name: "org_hour_of_week",
                columns: table => new
                {
                    week_start = table.Column<DateOnly>(type: "date", nullable: false),
                    hour_of_week = table.Column<short>(type: "smallint", nullable: false),
                    interactions = table.Column<long>(type: "bigint", nullable: false),
                    scored = table.Column<long>(type: "bigint", nullable: false),
                    all_met = table.Column<long>(type: "bigint", nullable: false)
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
                name: "rollup_queue",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    times = table.Column<short>(type: "smallint", nullable: false),
                    business_date = table.Column<DateOnly>(type: "date", nullable: false),
                    hour_of_week = table.Column<short>(type: "smallint", nullable: false),
                    staff_id = table.Column<int>(type: "integer", nullable: true),
                    team_id = table.Column<int>(type: "integer", nullable: true),
                    channel_id = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    baseline = table.Column<int>(type: "integer", nullable: false),
                    met = table.Column<long>(type: "bigint", nullable: false),
                    na = table.Column<long>(type: "bigint", nullable: false),
                    held = table.Column<long>(type: "bigint", nullable: false),
                    excused = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    stand_outs = table.Column<short>(type: "smallint", nullable: false),
                    csat = table.Column<short>(type: "smallint", nullable: true),
                    measures = table.Column<double[]>(type: "double precision[]", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rollup_queue", x => new { x.site_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "site_day_hour",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    business_date = table.Column<DateOnly>(type: "date", nullable: false),
                    hour_of_week = table.Column<short>(type: "smallint", nullable: false),
                    interactions = table.Column<long>(type: "bigint", nullable: false),
                    scored = table.Column<long>(type: "bigint", nullable: false),
                    all_met = table.Column<long>(type: "bigint", nullable: false)
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "org_hour_of_week");

            migrationBuilder.DropTable(
                name: "org_week");

            migrationBuilder.DropTable(
                name: "rollup_queue");

            migrationBuilder.DropTable(
                name: "site_day_hour");

            migrationBuilder.DropTable(
                name: "staff_week");

            migrationBuilder.AddForeignKey(
                name: "fk_interaction_baseline_baseline",
                table: "interaction",
                column: "baseline",
                principalTable: "baseline",
                principalColumn: "number",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_interaction_channel_channel_id",
                table: "interaction",
                column: "channel_id",
                principalTable: "channel",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_interaction_reason_reason_id",
                table: "interaction",
                column: "reason_id",
                principalTable: "reason",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_interaction_site_site_id",
                table: "interaction",
                column: "site_id",
                principalTable: "site",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_interaction_staff_staff_id",
                table: "interaction",
                column: "staff_id",
                principalTable: "staff",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_interaction_team_site_id_team_id",
                table: "interaction",
                columns: new[] { "site_id", "team_id" },
                principalTable: "team",
                principalColumns: new[] { "site_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }
    }
}
