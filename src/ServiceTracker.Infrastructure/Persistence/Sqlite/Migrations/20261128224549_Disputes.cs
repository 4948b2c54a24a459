using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Disputes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "excused",
                table: "own_answers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "held",
                table: "own_answers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<short>(
                name: "excluded_as",
                table: "interaction",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "dispute",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    interaction_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    expectation = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    by_name = table.Column<string>(type: "TEXT", nullable: false),
                    on_behalf = table.Column<bool>(type: "INTEGER", nullable: false),
                    status = table.Column<short>(type: "INTEGER", nullable: false),
                    cause = table.Column<short>(type: "INTEGER", nullable: true),
                    ruling_reason = table.Column<string>(type: "TEXT", nullable: true),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ruled_by = table.Column<string>(type: "TEXT", nullable: true),
                    ruled_by_name = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispute", x => new { x.site_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "interaction_revision",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    interaction_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<short>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    by_name = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: false),
                    after = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interaction_revision", x => new { x.site_id, x.interaction_id, x.version });
                });

            migrationBuilder.CreateIndex(
                name: "ix_dispute_site_id",
                table: "dispute",
                column: "site_id",
                filter: "status = 0");

            migrationBuilder.CreateIndex(
                name: "ix_dispute_site_id_interaction_id",
                table: "dispute",
                columns: new[] { "site_id", "interaction_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dispute");

            migrationBuilder.DropTable(
                name: "interaction_revision");

            migrationBuilder.DropColumn(
                name: "excused",
                table: "own_answers");

            migrationBuilder.DropColumn(
                name: "held",
                table: "own_answers");

            migrationBuilder.DropColumn(
                name: "excluded_as",
                table: "interaction");
        }
    }
}
