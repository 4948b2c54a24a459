using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Infrastructure.Persistence.Postgres;
using ServiceTracker.Infrastructure.Persistence.Sqlite;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Structure;

/// <summary>The walls of the house: what may use what, and what may go where.</summary>
public sealed partial class ArchitectureTests(PostgresCluster postgres)
{
    private static readonly Assembly Statistics = typeof(ControlChart).Assembly;
    private static readonly Assembly Domain = typeof(Interaction).Assembly;
    private static readonly Assembly ApplicationLayer = typeof(ApplicationServices).Assembly;
    private static readonly Assembly Infrastructure = typeof(ServiceTrackerDb).Assembly;
    private static readonly Assembly Web = typeof(Program).Assembly;

    [Fact]
    public void The_statistics_use_the_base_library_and_MathNet_only() =>
        Assert.Equal([], References(Statistics).Where(r => !IsSystem(r) && !r.StartsWith("MathNet.", StringComparison.Ordinal)));

    [Fact]
    public void The_domain_adds_the_statistics_only() =>
        Assert.Equal([], References(Domain).Where(r => !IsSystem(r) && r != "ServiceTracker.Statistics"));

    [Fact]
    public void The_application_adds_the_domain_EF_core_FluentValidation_and_abstractions_only() =>
        Assert.Equal(
            [], References(ApplicationLayer).Where(r => !IsSystem(r)
                && r is not ("ServiceTracker.Domain" or "ServiceTracker.Statistics" or "FluentValidation"
                    or "Microsoft.EntityFrameworkCore" or "Microsoft.EntityFrameworkCore.Abstractions")
                && !(r.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                    && r.EndsWith(".Abstractions", StringComparison.Ordinal))));

    [Fact]
    public void Infrastructure_does_not_know_the_web() => Assert.DoesNotContain("ServiceTracker.Web", References(Infrastructure));

    [Fact]
    public void The_providers_own_types_stand_only_where_the_store_is()
    {
        string[] allowed = [Path.Combine("src", "ServiceTracker.Infrastructure", "Persistence") + Path.DirectorySeparatorChar];
        var offenders = Repository.Sources("src")
            .Where(f => !allowed.Any(a => Path.GetRelativePath(Repository.Folder, f).StartsWith(a, StringComparison.Ordinal)))
            .Where(f => ProviderTypes().IsMatch(File.ReadAllText(f))).Select(Path.GetFileName);
        Assert.Empty(offenders);
    }

    [Fact]
    public void Pages_and_API_ignore_each_other()
    {
        Assert.Equal(
            [], Repository.Sources("src/ServiceTracker.Web/Api")
                .Where(f => File.ReadAllText(f).Contains("ServiceTracker.Web.Pages", StringComparison.Ordinal)).Select(Path.GetFileName));
        Assert.Equal(
            [], Repository.Sources("src/ServiceTracker.Web/Pages", "*.cs*")
                .Where(f => File.ReadAllText(f).Contains("ServiceTracker.Web.Api", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    [Fact]
    public void Pages_and_API_ask_tasks_and_questions_and_never_the_store() =>
        Assert.Empty(Repository.Sources("src/ServiceTracker.Web/Api", "*.cs*")
            .Concat(Repository.Sources("src/ServiceTracker.Web/Pages", "*.cs*"))
            .Where(f => TheStore().IsMatch(File.ReadAllText(f))).Select(Path.GetFileName));

    [Fact]
    public void Tasks_and_questions_know_the_store_by_its_interface_alone() =>
        Assert.Empty(Repository.Sources("src/ServiceTracker.Application")
            .Where(f => Contexts().IsMatch(File.ReadAllText(f))).Select(Path.GetFileName));

    [Fact]
    public async Task No_entity_is_bound_by_a_page_or_part_of_a_request_or_an_answer()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        var entities = await app.QueryAsync(db =>
            Task.FromResult(
                db.Model.GetEntityTypes().Select(e => e.ClrType)
                    .Where(t => t.Assembly.GetName().Name!.StartsWith("ServiceTracker.", StringComparison.Ordinal)).ToHashSet()));
        Assert.Contains(typeof(Interaction), entities);

        var bound = Web.GetTypes().Where(typeof(PageModel).IsAssignableFrom).SelectMany(p => p.GetProperties())
            .Where(p =>
                p.GetCustomAttribute<BindPropertyAttribute>() is not null
                    || p.DeclaringType!.GetCustomAttribute<BindPropertiesAttribute>() is not null)
            .Select(p => p.PropertyType);
        var handlers = Web.GetTypes().Where(typeof(PageModel).IsAssignableFrom).SelectMany(p => p.GetMethods())
            .Where(m => m.Name.StartsWith("On", StringComparison.Ordinal))
            .SelectMany(m => m.GetParameters()).Select(p => p.ParameterType);
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        var api = endpoints.Select(e => e.Metadata.GetMetadata<MethodInfo>()).OfType<MethodInfo>()
            .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType))
            .Concat(endpoints.SelectMany(e => e.Metadata.GetOrderedMetadata<IAcceptsMetadata>()).Select(a => a.RequestType).OfType<Type>())
            .Concat(
                endpoints.SelectMany(e => e.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()).Select(a => a.Type)
                    .OfType<Type>())
            .Where(t => !typeof(DbContext).IsAssignableFrom(t) && !t.IsInterface);
        var reached = new HashSet<Type>();
        foreach (var type in bound.Concat(handlers).Concat(api)) Reach(type, reached);
        Assert.Contains(typeof(Application.Interactions.InteractionEntry), reached);
        Assert.Empty(reached.Intersect(entities));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public void No_mapped_instant_carries_an_offset(Store store)
    {
        using var db = Context(store);
        Assert.Empty(
            db.Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p =>
                Nullable.GetUnderlyingType(p.ClrType) is { } t ? t == typeof(DateTimeOffset) : p.ClrType == typeof(DateTimeOffset))
            // A column of the framework's own accounts.
            .Where(p => p.Name != "LockoutEnd").Select(p => $"{p.DeclaringType.ClrType.Name}.{p.Name}"));
    }

    [Fact]
    public void Both_providers_have_the_same_migrations()
    {
        using var sqlite = Context(Store.Sqlite);
        using var onPostgres = Context(Store.Postgres);
        var names = Names(sqlite);
        Assert.NotEmpty(names);
        Assert.Equal(names, Names(onPostgres));

        static string[] Names(DbContext db) =>
            [.. db.Database.GetMigrations().Select(m => m[(m.IndexOf('_', StringComparison.Ordinal) + 1)..])];
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public void No_change_of_the_model_lacks_a_migration(Store store)
    {
        using var db = Context(store);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    // No migration renames its columns: a store of before would not open.
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public void The_table_of_migrations_keeps_the_names_that_EF_gives_it(Store store)
    {
        using var db = Context(store);
        var made = db.GetService<IHistoryRepository>().GetCreateScript();
        Assert.Matches("\"MigrationId\" .*\n.*\"ProductVersion\" ", made);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public void Bulk_tables_fill_every_mapped_column(Store store)
    {
        using var db = Context(store);
        var tables = Infrastructure.GetType("ServiceTracker.Infrastructure.Persistence.Bulk.BulkTables", throwOnError: true)!.GetFields(
            BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.FieldType.IsArray).ToList();
        Assert.Equal(10, tables.Count);
        foreach (var table in tables)
        {
            var columns = ((IEnumerable)table.GetValue(null)!).Cast<object>()
                .Select(c => (string)c.GetType().GetProperty("Name")!.GetValue(c)!).ToList();
            var entity = table.FieldType.GetElementType()!.GetGenericArguments()[0];
            Assert.Equal(db.Model.FindEntityType(entity)!.GetProperties().Select(p => p.GetColumnName()).Order(), columns.Order());
        }
    }

    [Theory]
    [InlineData("ServiceTracker.Statistics")]
    // Records of what happened, without a rule to test.
    [InlineData("ServiceTracker.Domain", "Audit", "Imports")]
    public void Each_folder_of_pure_code_has_its_folder_of_tests(string project, params string[] untested)
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Folder, "src", project)).Select(f => Path.GetFileName(f)!)
            .Except(["bin", "obj", .. untested]);
        var tested = Directory.GetDirectories(Path.Combine(Repository.Folder, "tests", $"{project}.Tests"))
            .Select(f => Path.GetFileName(f)!);
        Assert.Empty(folders.Except(tested));
    }

    [Fact]
    public void No_regular_expression_of_the_program_can_backtrack()
    {
        var code = Repository.Sources("src").Select(f => (Name: Path.GetFileName(f), Text: File.ReadAllText(f))).ToList();
        Assert.Contains(code, f => f.Text.Contains("RegexOptions.NonBacktracking", StringComparison.Ordinal));
        Assert.Empty(code.Where(f => f.Text.Contains("GeneratedRegex", StringComparison.Ordinal) || StaticRegexCall().IsMatch(f.Text)
            || RegexMade().Matches(f.Text).Any(m => !m.Value.Contains("RegexOptions.NonBacktracking", StringComparison.Ordinal)))
                .Select(f => f.Name));
    }

    private static ServiceTrackerDb Context(Store store) => store == Store.Sqlite
        ? new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options)
        : new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=nowhere").Options);

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(r => r.Name!);

    private static bool IsSystem(string name) =>
        name is "System" or "netstandard" or "mscorlib" || name.StartsWith("System.", StringComparison.Ordinal);

    private static void Reach(Type type, HashSet<Type> reached)
    {
        if (type.HasElementType) Reach(type.GetElementType()!, reached);
        foreach (var argument in type.GetGenericArguments()) Reach(argument, reached);
        // Services are classes too; only shapes of data are followed further.
        if (type.Assembly.GetName().Name?.StartsWith("ServiceTracker.", StringComparison.Ordinal) != true || !reached.Add(type)
            || IsService(type)) return;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)) Reach(property.PropertyType, reached);
    }

    private static bool IsService(Type type) => type.GetMethod("<Clone>$") is null && !type.IsNested && !type.IsValueType;

    [GeneratedRegex(@"\b(Npgsql|Microsoft\.Data\.Sqlite|Sqlite(Connection|Exception|Command)|UseNpgsql|UseSqlite)\b")]
    private static partial Regex ProviderTypes();

    [GeneratedRegex(@"\b(I?ServiceTrackerDb|DbContext|MasterDataCache)\b|\bEntityFrameworkCore\b")]
    private static partial Regex TheStore();

    [GeneratedRegex(@"\bDbContext\b")]
    private static partial Regex Contexts();

    [GeneratedRegex(@"\bRegex\.(IsMatch|Match|Matches|Replace|Split|Count|EnumerateMatches)\(")]
    private static partial Regex StaticRegexCall();

    [GeneratedRegex(@"(new Regex\(|\bRegex \w+ = new\()[^;]*;")]
    private static partial Regex RegexMade();
}
