using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class SealedWeeks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "sealed_file",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    week_start = table.Column<DateOnly>(type: "date", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rows = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sealed_file", x => new { x.site_id, x.week_start, x.revision, x.name });
                });

            migrationBuilder.CreateTable(
                name: "sealed_piece",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    week_start = table.Column<DateOnly>(type: "date", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sealed_piece", x => new { x.site_id, x.week_start, x.revision, x.name, x.position });
                });

            migrationBuilder.CreateTable(
                name: "site_week",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    week_start = table.Column<DateOnly>(type: "date", nullable: false),
                    changes = table.Column<long>(type: "bigint", nullable: false),
                    sealed_changes = table.Column<long>(type: "bigint", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_site_week", x => new { x.site_id, x.week_start });
                });

            migrationBuilder.CreateTable(
                name: "week_seal",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    week_start = table.Column<DateOnly>(type: "date", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    sealed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    is_late = table.Column<bool>(type: "boolean", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    by_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    receipt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    receipt_hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    previous_hash = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_week_seal", x => new { x.site_id, x.week_start, x.revision });
                });

            migrationBuilder.CreateIndex(
                name: "ix_site_week_week_start",
                table: "site_week",
                column: "week_start",
                filter: "changes <> sealed_changes");

            migrationBuilder.CreateIndex(
                name: "ix_week_seal_site_id_number",
                table: "week_seal",
                columns: new[] { "site_id", "number" },
                unique: true);

            // Weeks that are there already have never been sealed: they are due at once.
            migrationBuilder.Sql(
                "INSERT INTO site_week (site_id, week_start, changes, sealed_changes, changed_at) " +
                "SELECT site_id, week_start, 1, 0, '2000-01-01 00:00:00+00' FROM staff_week GROUP BY site_id, week_start");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sealed_file");

            migrationBuilder.DropTable(
                name: "sealed_piece");

            migrationBuilder.DropTable(
                name: "site_week");

            migrationBuilder.DropTable(
                name: "week_seal");
        }
    }
}
