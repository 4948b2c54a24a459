using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Sqlite.Migrations
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
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // Those of the templates, and whatever was given the same picture.
            migrationBuilder.Sql("UPDATE reason SET is_complaint = true WHERE icon = 'complain'");

            migrationBuilder.AddColumn<string>(
                name: "head",
                table: "import_run",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mapping",
                table: "import_run",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "mapping_version",
                table: "import_run",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "row",
                table: "import_error",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "value",
                table: "import_error",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "recovery",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    interaction_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    channel_id = table.Column<int>(type: "INTEGER", nullable: false),
                    staff_id = table.Column<int>(type: "INTEGER", nullable: true),
                    customer = table.Column<string>(type: "TEXT", nullable: true),
                    reason_id = table.Column<int>(type: "INTEGER", nullable: true),
                    ground = table.Column<short>(type: "INTEGER", nullable: false),
                    since = table.Column<DateTime>(type: "TEXT", nullable: false),
                    since_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    opened_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    opened_by = table.Column<string>(type: "TEXT", nullable: false),
                    opened_by_name = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<short>(type: "INTEGER", nullable: false),
                    cause = table.Column<short>(type: "INTEGER", nullable: true),
                    words = table.Column<string>(type: "TEXT", nullable: true),
                    steps = table.Column<string>(type: "TEXT", nullable: true),
                    owner = table.Column<string>(type: "TEXT", nullable: true),
                    owner_name = table.Column<string>(type: "TEXT", nullable: true),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    replied_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    outcome = table.Column<short>(type: "INTEGER", nullable: true),
                    closed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    closed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recovery", x => new { x.site_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "recovery_event",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    by_name = table.Column<string>(type: "TEXT", nullable: false),
                    from = table.Column<short>(type: "INTEGER", nullable: false),
                    to = table.Column<short>(type: "INTEGER", nullable: false),
                    words = table.Column<string>(type: "TEXT", nullable: true),
                    cause = table.Column<short>(type: "INTEGER", nullable: true),
                    steps = table.Column<string>(type: "TEXT", nullable: true),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    outcome = table.Column<short>(type: "INTEGER", nullable: true)
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
