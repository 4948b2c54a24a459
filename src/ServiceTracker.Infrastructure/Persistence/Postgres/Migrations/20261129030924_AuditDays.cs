using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Postgres.Migrations
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
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "salt",
                table: "audit_entry",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "sealed_on",
                table: "audit_entry",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "audit_day",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    entries = table.Column<int>(type: "integer", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    sealed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
