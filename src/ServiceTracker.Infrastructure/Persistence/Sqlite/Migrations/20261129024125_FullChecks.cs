using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FullChecks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "full_check_one_in",
                table: "site",
                type: "INTEGER",
                nullable: false,
                defaultValue: 8);

            migrationBuilder.CreateTable(
                name: "contact_count",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    business_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    channel_id = table.Column<int>(type: "INTEGER", nullable: false),
                    contacts = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_count", x => new { x.site_id, x.business_date, x.channel_id });
                });

            migrationBuilder.CreateTable(
                name: "installation_secret",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    @sealed = table.Column<string>(name: "sealed", type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_installation_secret", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "used_ticket",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    staff_id = table.Column<int>(type: "INTEGER", nullable: false),
                    channel_id = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    interaction_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_ticket", x => new { x.site_id, x.staff_id, x.channel_id, x.number });
                });

            migrationBuilder.CreateIndex(
                name: "ix_used_ticket_site_id_interaction_id",
                table: "used_ticket",
                columns: new[] { "site_id", "interaction_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "contact_count");

            migrationBuilder.DropTable(
                name: "installation_secret");

            migrationBuilder.DropTable(
                name: "used_ticket");

            migrationBuilder.DropColumn(
                name: "full_check_one_in",
                table: "site");
        }
    }
}
