using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceTracker.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ImportOutcome : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "created",
                table: "import_run",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "failure",
                table: "import_run",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "file_hash",
                table: "import_run",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_trial",
                table: "import_run",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "same_as",
                table: "import_error",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "created",
                table: "import_run");

            migrationBuilder.DropColumn(
                name: "failure",
                table: "import_run");

            migrationBuilder.DropColumn(
                name: "file_hash",
                table: "import_run");

            migrationBuilder.DropColumn(
                name: "is_trial",
                table: "import_run");

            migrationBuilder.DropColumn(
                name: "same_as",
                table: "import_error");
        }
    }
}
