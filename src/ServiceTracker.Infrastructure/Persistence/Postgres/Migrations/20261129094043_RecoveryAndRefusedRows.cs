using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class RecoveryAndRefusedRows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_complaint",
                table: "reason",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // Those of the templates, and whatever was given the same picture.
            migrationBuilder.Sql("UPDATE reason SET is_complaint = true WHERE icon = 'complain'");

            migrationBuilder.AddColumn<string>(
                name: "head",
                table: "import_run",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mapping",
                table: "import_run",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "mapping_version",
                table: "import_run",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "row",
                table: "import_error",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "value",
                table: "import_error",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "recovery",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    interaction_id = table.Column<Guid>(type: "uuid", nullable: true),
                    channel_id = table.Column<int>(type: "integer", nullable: false),
                    staff_id = table.Column<int>(type: "integer", nullable: true),
                    customer = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason_id = table.Column<int>(type: "integer", nullable: true),
                    ground = table.Column<short>(type: "smallint", nullable: false),
                    since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    since_on = table.Column<DateOnly>(type: "date", nullable: false),
                    opened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    opened_by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    opened_by_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    cause = table.Column<short>(type: "smallint", nullable: true),
                    words = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    steps = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    owner = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    owner_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    replied_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<short>(type: "smallint", nullable: true),
                    closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recovery", x => new { x.site_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "recovery_event",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    by_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    from = table.Column<short>(type: "smallint", nullable: false),
                    to = table.Column<short>(type: "smallint", nullable: false),
                    words = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    cause = table.Column<short>(type: "smallint", nullable: true),
                    steps = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    outcome = table.Column<short>(type: "smallint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recovery_event", x => new { x.site_id, x.case_id, x.position });
                });

            migrationBuilder.CreateIndex(
                name: "ix_recovery_id",
                table: "recovery",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_recovery_site_id_interaction_id",
                table: "recovery",
                columns: new[] { "site_id", "interaction_id" },
                unique: true,
                filter: "interaction_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_recovery_site_id_since_on",
                table: "recovery",
                columns: new[] { "site_id", "since_on" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "recovery");

            migrationBuilder.DropTable(
                name: "recovery_event");

            migrationBuilder.DropColumn(
                name: "is_complaint",
                table: "reason");

            migrationBuilder.DropColumn(
                name: "head",
                table: "import_run");

            migrationBuilder.DropColumn(
                name: "mapping",
                table: "import_run");

            migrationBuilder.DropColumn(
                name: "mapping_version",
                table: "import_run");

            migrationBuilder.DropColumn(
                name: "row",
                table: "import_error");

            migrationBuilder.DropColumn(
                name: "value",
                table: "import_error");
        }
    }
}
