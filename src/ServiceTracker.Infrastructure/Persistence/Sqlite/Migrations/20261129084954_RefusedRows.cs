using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Sqlite.Migrations
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
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mapping",
                table: "import_run",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "mapping_version",
                table: "import_run",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "row",
                table: "import_error",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "value",
                table: "import_error",
                type: "TEXT",
                nullable: true);
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
