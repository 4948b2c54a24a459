using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AuditDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "digest",
                table: "audit_entry",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "salt",
                table: "audit_entry",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "sealed_on",
                table: "audit_entry",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "audit_day",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    entries = table.Column<int>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sealed_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_day", x => x.day);
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_sealed_on_at",
                table: "audit_entry",
                columns: new[] { "sealed_on", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_day");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_sealed_on_at",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "digest",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "salt",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "sealed_on",
                table: "audit_entry");
        }
    }
}
