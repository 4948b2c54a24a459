using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class PeriodsRolesAndZones : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(
                name: "zone_number",
                table: "site",
                type: "smallint",
                nullable: false,
                defaultValue: (short)1);

            migrationBuilder.AddColumn<int>(
                name: "role_id",
                table: "interaction",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "zone_number",
                table: "interaction",
                type: "smallint",
                nullable: false,
                defaultValue: (short)1);

            migrationBuilder.CreateTable(
                name: "former_staff_code",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    staff_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_former_staff_code", x => x.code);
                    table.ForeignKey(
                        name: "fk_former_staff_code_staff_staff_id",
                        column: x => x.staff_id,
                        principalTable: "staff",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "role_title",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    title = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_role_title", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "site_zone",
                columns: table => new
                {
                    number = table.Column<short>(type: "smallint", nullable: false),
                    site_id = table.Column<int>(type: "integer", nullable: false),
                    zone = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_site_zone", x => new { x.site_id, x.number });
                    table.ForeignKey(
                        name: "fk_site_zone_site_site_id",
                        column: x => x.site_id,
                        principalTable: "site",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "staff_period",
                columns: table => new
                {
                    number = table.Column<short>(type: "smallint", nullable: false),
                    staff_id = table.Column<int>(type: "integer", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: true),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_period", x => new { x.staff_id, x.number });
                    table.ForeignKey(
                        name: "fk_staff_period_staff_staff_id",
                        column: x => x.staff_id,
                        principalTable: "staff",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_role_title_title",
                table: "role_title",
                column: "title",
                unique: true);

            // The program gives every row its number: the default was for the rows there are.
            migrationBuilder.Sql("ALTER TABLE site ALTER COLUMN zone_number DROP DEFAULT");
            migrationBuilder.Sql("ALTER TABLE interaction ALTER COLUMN zone_number DROP DEFAULT");

            foreach (var statement in PeriodsRolesAndZonesData.ForPostgres) migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "former_staff_code");

            migrationBuilder.DropTable(
                name: "role_title");

            migrationBuilder.DropTable(
                name: "site_zone");

            migrationBuilder.DropTable(
                name: "staff_period");

            migrationBuilder.DropColumn(
                name: "zone_number",
                table: "site");

            migrationBuilder.DropColumn(
                name: "role_id",
                table: "interaction");

            migrationBuilder.DropColumn(
                name: "zone_number",
                table: "interaction");
        }
    }
}
