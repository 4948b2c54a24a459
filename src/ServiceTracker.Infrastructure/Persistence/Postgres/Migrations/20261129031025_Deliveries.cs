using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Deliveries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "delivery",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    files = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    site_ids = table.Column<int[]>(type: "integer[]", nullable: true),
                    profile = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    revisions = table.Column<short>(type: "smallint", nullable: false),
                    is_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    sealed_secret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delivery", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "delivery_receipt",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    delivery = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    week_start = table.Column<DateOnly>(type: "date", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    recipient = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delivery_receipt", x => new { x.site_id, x.delivery, x.week_start, x.revision, x.recipient });
                });

            migrationBuilder.CreateTable(
                name: "seal_approval",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    week_start = table.Column<DateOnly>(type: "date", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    asked_by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    asked_by_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    asked_by_staff_id = table.Column<int>(type: "integer", nullable: true),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    given_by = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_seal_approval", x => new { x.site_id, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_delivery_receipt_due_at",
                table: "delivery_receipt",
                column: "due_at",
                filter: "status <= 1");

            migrationBuilder.CreateIndex(
                name: "ix_delivery_receipt_site_id_id",
                table: "delivery_receipt",
                columns: new[] { "site_id", "id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "delivery");

            migrationBuilder.DropTable(
                name: "delivery_receipt");

            migrationBuilder.DropTable(
                name: "seal_approval");
        }
    }
}
