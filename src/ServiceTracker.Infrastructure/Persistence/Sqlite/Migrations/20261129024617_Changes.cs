using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Changes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "expires_at",
                table: "api_token",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "last_used_at",
                table: "api_token",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "change_page",
                columns: table => new
                {
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    packed = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_change_page", x => x.position);
                });

            migrationBuilder.CreateIndex(
                name: "ix_change_page_site_id_position",
                table: "change_page",
                columns: new[] { "site_id", "position" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "change_page");

            migrationBuilder.DropColumn(
                name: "expires_at",
                table: "api_token");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                table: "api_token");
        }
    }
}
