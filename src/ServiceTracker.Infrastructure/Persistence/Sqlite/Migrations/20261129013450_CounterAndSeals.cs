using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Sqlite.Migrations
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
                type: "INTEGER",
                nullable: false,
                defaultValue: 90);

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
                name: "device",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    channel = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    registered_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    pairing_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    pairing_ends_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    secret_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    paired_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_seen_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    revoked_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    waiting_entries = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: true),
                    clock_difference = table.Column<int>(type: "INTEGER", nullable: true)
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
                name: "import_mapping",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    says = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_mapping", x => x.name);
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

            migrationBuilder.CreateTable(
                name: "pin_tries",
                columns: table => new
                {
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    wrong = table.Column<int>(type: "INTEGER", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pin_tries", x => x.subject);
                });

            migrationBuilder.CreateTable(
                name: "sealed_file",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    week_start = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    rows = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sealed_file", x => new { x.site_id, x.week_start, x.revision, x.name });
                });

            migrationBuilder.CreateTable(
                name: "sealed_piece",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    week_start = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sealed_piece", x => new { x.site_id, x.week_start, x.revision, x.name, x.position });
                });

            migrationBuilder.CreateTable(
                name: "site_week",
                columns: table => new
                {
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    week_start = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    changes = table.Column<long>(type: "INTEGER", nullable: false),
                    sealed_changes = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_site_week", x => new { x.site_id, x.week_start });
                });

            migrationBuilder.CreateTable(
                name: "staff_pin",
                columns: table => new
                {
                    staff_id = table.Column<int>(type: "INTEGER", nullable: false),
                    sealed_hash = table.Column<string>(type: "TEXT", nullable: false),
                    set_at = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                    site_id = table.Column<int>(type: "INTEGER", nullable: false),
                    week_start = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    sealed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    is_late = table.Column<bool>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    by_name = table.Column<string>(type: "TEXT", nullable: false),
                    receipt = table.Column<string>(type: "TEXT", nullable: false),
                    receipt_hash = table.Column<string>(type: "TEXT", nullable: false),
                    previous_hash = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_week_seal", x => new { x.site_id, x.week_start, x.revision });
                });

            migrationBuilder.CreateTable(
                name: "device_unlock",
                columns: table => new
                {
                    device_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    staff_id = table.Column<int>(type: "INTEGER", nullable: false),
                    used_at = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                "SELECT site_id, week_start, 1, 0, '2000-01-01 00:00:00' FROM staff_week GROUP BY site_id, week_start");
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
