using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ChecksOfflineAndDeliveries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "full_check_one_in",
                table: "site",
                type: "integer",
                nullable: false,
                defaultValue: 8);

            migrationBuilder.AddColumn<byte[]>(
                name: "proof_key",
                table: "device",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sealed_proof_key",
                table: "device",
                type: "text",
                nullable: true,
                collation: "C");

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

            migrationBuilder.AddColumn<DateTime>(
                name: "expires_at",
                table: "api_token",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "last_used_at",
                table: "api_token",
                type: "timestamp with time zone",
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

            migrationBuilder.CreateTable(
                name: "change_page",
                columns: table => new
                {
                    position = table.Column<long>(type: "bigint", nullable: false),
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    packed = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_change_page", x => x.position);
                });

            migrationBuilder.CreateTable(
                name: "contact_count",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    business_date = table.Column<DateOnly>(type: "date", nullable: false),
                    channel_id = table.Column<int>(type: "integer", nullable: false),
                    contacts = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_count", x => new { x.site_id, x.business_date, x.channel_id });
                });

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
                name: "device_proof",
                columns: table => new
                {
                    device_id = table.Column<Guid>(type: "uuid", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    staff_id = table.Column<int>(type: "integer", nullable: true),
                    judged_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_proof", x => new { x.device_id, x.digest });
                    table.ForeignKey(
                        name: "fk_device_proof_device_device_id",
                        column: x => x.device_id,
                        principalTable: "device",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "installation_secret",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    @sealed = table.Column<string>(name: "sealed", type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_installation_secret", x => x.name);
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

            migrationBuilder.CreateTable(
                name: "unclaimed_entry",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    device_id = table.Column<Guid>(type: "uuid", nullable: false),
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    staff = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ground = table.Column<short>(type: "smallint", nullable: false),
                    occurred_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    arrived_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    settled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    assigned_to = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unclaimed_entry", x => x.id);
                    table.ForeignKey(
                        name: "fk_unclaimed_entry_device_device_id",
                        column: x => x.device_id,
                        principalTable: "device",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "used_ticket",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    staff_id = table.Column<int>(type: "integer", nullable: false),
                    channel_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    interaction_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_ticket", x => new { x.site_id, x.staff_id, x.channel_id, x.number });
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_sealed_on_at",
                table: "audit_entry",
                columns: new[] { "sealed_on", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_change_page_site_id_position",
                table: "change_page",
                columns: new[] { "site_id", "position" });

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

            migrationBuilder.CreateIndex(
                name: "ix_unclaimed_entry_site_id_settled_at",
                table: "unclaimed_entry",
                columns: new[] { "site_id", "settled_at" });

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
                name: "audit_day");

            migrationBuilder.DropTable(
                name: "change_page");

            migrationBuilder.DropTable(
                name: "contact_count");

            migrationBuilder.DropTable(
                name: "delivery");

            migrationBuilder.DropTable(
                name: "delivery_receipt");

            migrationBuilder.DropTable(
                name: "device_proof");

            migrationBuilder.DropTable(
                name: "installation_secret");

            migrationBuilder.DropTable(
                name: "seal_approval");

            migrationBuilder.DropTable(
                name: "unclaimed_entry");

            migrationBuilder.DropTable(
                name: "used_ticket");

            migrationBuilder.DropIndex(
                name: "ix_audit_entry_sealed_on_at",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "full_check_one_in",
                table: "site");

            migrationBuilder.DropColumn(
                name: "proof_key",
                table: "device");

            migrationBuilder.DropColumn(
                name: "sealed_proof_key",
                table: "device");

            migrationBuilder.DropColumn(
                name: "digest",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "salt",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "sealed_on",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "expires_at",
                table: "api_token");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                table: "api_token");
        }
    }
}
