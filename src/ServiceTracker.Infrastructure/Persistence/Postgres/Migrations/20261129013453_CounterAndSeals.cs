using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class CounterAndSeals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "idle_lock",
                table: "site",
                type: "integer",
                nullable: false,
                defaultValue: 90);

            migrationBuilder.AddColumn<long>(
                name: "excused",
                table: "own_answers",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "held",
                table: "own_answers",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<short>(
                name: "excluded_as",
                table: "interaction",
                type: "smallint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "device",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    channel = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    registered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    pairing_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    pairing_ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    paired_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    last_seen_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    waiting_entries = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    clock_difference = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device", x => x.id);
                    table.ForeignKey(
                        name: "fk_device_site_site_id",
                        column: x => x.site_id,
                        principalTable: "site",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "dispute",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    interaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    expectation = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    by_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    on_behalf = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<short>(type: "smallint", nullable: false),
                    cause = table.Column<short>(type: "smallint", nullable: true),
                    ruling_reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ruled_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ruled_by_name = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispute", x => new { x.site_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "import_mapping",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    says = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_mapping", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "interaction_revision",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    interaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    by_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    before = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    after = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interaction_revision", x => new { x.site_id, x.interaction_id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "pin_tries",
                columns: table => new
                {
                    subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    wrong = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pin_tries", x => x.subject);
                });

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
                name: "staff_pin",
                columns: table => new
                {
                    staff_id = table.Column<int>(type: "integer", nullable: false),
                    sealed_hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    set_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_pin", x => x.staff_id);
                    table.ForeignKey(
                        name: "fk_staff_pin_staff_staff_id",
                        column: x => x.staff_id,
                        principalTable: "staff",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
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

            migrationBuilder.CreateTable(
                name: "device_unlock",
                columns: table => new
                {
                    device_id = table.Column<Guid>(type: "uuid", nullable: false),
                    staff_id = table.Column<int>(type: "integer", nullable: false),
                    used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_unlock", x => new { x.device_id, x.staff_id });
                    table.ForeignKey(
                        name: "fk_device_unlock_device_device_id",
                        column: x => x.device_id,
                        principalTable: "device",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_device_unlock_staff_staff_id",
                        column: x => x.staff_id,
                        principalTable: "staff",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_device_pairing_hash",
                table: "device",
                column: "pairing_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_device_secret_hash",
                table: "device",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispute_site_id",
                table: "dispute",
                column: "site_id",
                filter: "status = 0");

            migrationBuilder.CreateIndex(
                name: "ix_dispute_site_id_interaction_id",
                table: "dispute",
                columns: new[] { "site_id", "interaction_id" });

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
                name: "device_unlock");

            migrationBuilder.DropTable(
                name: "dispute");

            migrationBuilder.DropTable(
                name: "import_mapping");

            migrationBuilder.DropTable(
                name: "interaction_revision");

            migrationBuilder.DropTable(
                name: "pin_tries");

            migrationBuilder.DropTable(
                name: "sealed_file");

            migrationBuilder.DropTable(
                name: "sealed_piece");

            migrationBuilder.DropTable(
                name: "site_week");

            migrationBuilder.DropTable(
                name: "staff_pin");

            migrationBuilder.DropTable(
                name: "week_seal");

            migrationBuilder.DropTable(
                name: "device");

            migrationBuilder.DropColumn(
                name: "idle_lock",
                table: "site");

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
