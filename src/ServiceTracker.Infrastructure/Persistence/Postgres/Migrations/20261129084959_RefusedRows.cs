using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class RefusedRows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "head",
                table: "import_run",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mapping",
                table: "import_run",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "mapping_version",
                table: "import_run",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "row",
                table: "import_error",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "value",
                table: "import_error",
                type: "text",
                nullable: true,
                collation: "C");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "head",
                table: "import_run");

            migrationBuilder.DropColumn(
                name: "mapping",
                table: "import_run");

            migrationBuilder.DropColumn(
                name: "mapping_version",
                table: "import_run");

            migrationBuilder.DropColumn(
                name: "row",
                table: "import_error");

            migrationBuilder.DropColumn(
                name: "value",
                table: "import_error");
        }
    }
}
