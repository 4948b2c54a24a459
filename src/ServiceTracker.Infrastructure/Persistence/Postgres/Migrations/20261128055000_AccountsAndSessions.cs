using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AccountsAndSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "origin",
                table: "audit_entry",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "staff_id",
                table: "api_token",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "disabled_at",
                table: "account",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "link_ends_at",
                table: "account",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "link_hash",
                table: "account",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "made_by_set_up",
                table: "account",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "account",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            // Only accounts that are there already need it.
            migrationBuilder.Sql("ALTER TABLE account ALTER COLUMN version DROP DEFAULT");

            migrationBuilder.CreateTable(
                name: "account_session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    origin = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_session", x => x.id);
                    table.ForeignKey(
                        name: "fk_account_session_account_account_id",
                        column: x => x.account_id,
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_link_hash",
                table: "account",
                column: "link_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_account_made_by_set_up",
                table: "account",
                column: "made_by_set_up",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_account_session_account_id",
                table: "account_session",
                column: "account_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_session");

            migrationBuilder.DropIndex(
                name: "ix_account_link_hash",
                table: "account");

            migrationBuilder.DropIndex(
                name: "ix_account_made_by_set_up",
                table: "account");

            migrationBuilder.DropColumn(
                name: "origin",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "staff_id",
                table: "api_token");

            migrationBuilder.DropColumn(
                name: "disabled_at",
                table: "account");

            migrationBuilder.DropColumn(
                name: "link_ends_at",
                table: "account");

            migrationBuilder.DropColumn(
                name: "link_hash",
                table: "account");

            migrationBuilder.DropColumn(
                name: "made_by_set_up",
                table: "account");

            migrationBuilder.DropColumn(
                name: "version",
                table: "account");
        }
    }
}
