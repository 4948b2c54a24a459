using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SeveralWitnesses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "contact_id",
                table: "interaction",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "same_contact_as",
                table: "interaction",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "own_answers",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    interaction_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    met = table.Column<long>(type: "INTEGER", nullable: false),
                    na = table.Column<long>(type: "INTEGER", nullable: false),
                    measures = table.Column<string>(type: "TEXT", nullable: true),
                    stand_outs = table.Column<short>(type: "INTEGER", nullable: false),
                    csat = table.Column<short>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_own_answers", x => new { x.site_id, x.interaction_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_staff_week_site_id_week_start_staff_id_channel_id",
                table: "staff_week",
                columns: new[] { "site_id", "week_start", "staff_id", "channel_id" },
                filter: "source <> 0");

            migrationBuilder.CreateIndex(
                name: "ix_interaction_site_id_contact_id",
                table: "interaction",
                columns: new[] { "site_id", "contact_id" },
                filter: "contact_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_interaction_site_id_same_contact_as",
                table: "interaction",
                columns: new[] { "site_id", "same_contact_as" },
                filter: "same_contact_as IS NOT NULL AND contact_id IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "own_answers");

            migrationBuilder.DropIndex(
                name: "ix_staff_week_site_id_week_start_staff_id_channel_id",
                table: "staff_week");

            migrationBuilder.DropIndex(
                name: "ix_interaction_site_id_contact_id",
                table: "interaction");

            migrationBuilder.DropIndex(
                name: "ix_interaction_site_id_same_contact_as",
                table: "interaction");

            migrationBuilder.DropColumn(
                name: "contact_id",
                table: "interaction");

            migrationBuilder.DropColumn(
                name: "same_contact_as",
                table: "interaction");
        }
    }
}
