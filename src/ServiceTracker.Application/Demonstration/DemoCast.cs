namespace ServiceTracker.Application.Demonstration;

/// <summary>A site of the demonstration.</summary>
/// <param name="OddsFactor">How the place itself moves the odds of a miss.</param>
internal sealed record DemoSite(string Code, string Name, string Zone, TimeOnly DayStart, double OddsFactor);

/// <summary>A team of the demonstration.</summary>
/// <param name="Channels">Weights of the channels, in the order of <see cref="DemoCast.Channels"/>.</param>
internal sealed record DemoTeam(string Site, string Code, string Name, double[] Channels);

/// <summary>Who and what there is in the demonstration.</summary>
internal static class DemoCast
{
    private const int WeekDays = 0b001_1111, TuesdayToSaturday = 0b011_1110, FourDays = 0b000_1111, WithoutWednesday = 0b001_1011;

    public static readonly DemoSite Harbour = new("harbour", "Harbour Street", "Europe/London", TimeOnly.MinValue, 0.95);
    public static readonly DemoSite Northgate = new("northgate", "North Gate", "Europe/Dublin", new TimeOnly(4, 0), 1.05);
    public static readonly IReadOnlyList<DemoSite> Sites = [Harbour, Northgate];

    public static readonly IReadOnlyList<string> Channels = ["counter", "phone", "email", "chat"];

    public static readonly DemoTeam HarbourFront = new("harbour", "front", "Front counter", [64, 20, 10, 6]);
    public static readonly DemoTeam HarbourContact = new("harbour", "contact", "Contact desk", [8, 46, 28, 18]);
    public static readonly DemoTeam NorthgateWelcome = new("northgate", "welcome", "Welcome team", [66, 18, 10, 6]);
    public static readonly DemoTeam NorthgateContact = new("northgate", "contact", "Phone and mail", [6, 52, 28, 14]);
    public static readonly DemoTeam NorthgateCases = new("northgate", "cases", "Casework", [30, 28, 38, 4]);
    public static readonly IReadOnlyList<DemoTeam> Teams = [
        HarbourFront, HarbourContact, NorthgateWelcome, NorthgateContact, NorthgateCases];

    public static readonly IReadOnlyList<DemoPerson> People =
    [
        new("aokafor", "Amara Okafor", HarbourFront, "Site manager", WeekDays, 9, 0.9, Volume: 0.25),
        new("dvolkov", "Dana Volkov", HarbourFront, "Service adviser", WeekDays, 8, 1.0),
        new("tnguyen", "Thảo Nguyễn", HarbourFront, "Service adviser", WeekDays, 10, 0.85),
        new("rellis", "Robin Ellis", HarbourFront, "Service adviser", WeekDays, 10, 1.05),
        new("spatel", "Sunita Patel", HarbourFront, "Senior adviser", FourDays, 8, 0.8),
        new("lfernandez", "Lucía Fernández", HarbourFront, "Service adviser", TuesdayToSaturday, 10, 1.1),
        new("kmensah", "Kofi Mensah", HarbourFront, "Service adviser", TuesdayToSaturday, 9, 1.0),
        new("mkowalska", "Marta Kowalska", HarbourFront, "Service adviser", WeekDays, 9, 1.2),
        new("hwilliams", "Harriet Williams", HarbourFront, "Service adviser", WeekDays, 8, 1.15, LastWeek: 24),
        new("abarzani", "Azad Barzani", HarbourFront, "Service adviser", WeekDays, 8, 1.0, FirstWeek: 27),
        new("ysato", "Yuki Sato", HarbourContact, "Contact adviser", WeekDays, 8, 0.95),
        new("fhassan", "Farah Hassan", HarbourContact, "Contact adviser", WeekDays, 9, 1.0),
        new("ojensen", "Ole Jensen", HarbourContact, "Senior adviser", WithoutWednesday, 9, 0.9),
        new("cbianchi", "Chiara Bianchi", HarbourContact, "Contact adviser", WeekDays, 10, 1.05),
        new("gadeyemi", "Grace Adeyemi", HarbourContact, "Contact adviser", TuesdayToSaturday, 9, 1.0),
        new("wchen", "Wei Chen", HarbourContact, "Contact adviser", WeekDays, 10, 1.1),
        new("nbyrne", "Niamh Byrne", NorthgateWelcome, "Site manager", WeekDays, 9, 0.9, Volume: 0.25),
        new("asingh", "Arjan Singh", NorthgateWelcome, "Service adviser", WeekDays, 8, 1.0),
        new("ekaya", "Elif Kaya", NorthgateWelcome, "Service adviser", WeekDays, 10, 0.9),
        new("pdubois", "Pauline Dubois", NorthgateWelcome, "Service adviser", TuesdayToSaturday, 9, 1.1),
        new("imarinov", "Ivan Marinov", NorthgateWelcome, "Service adviser", WeekDays, 10, 1.05),
        new("jcampbell", "Jordan Campbell", NorthgateWelcome, "Service adviser", TuesdayToSaturday, 8, 1.2),
        new("rhaddad", "Rania Haddad", NorthgateWelcome, "Senior adviser", WeekDays, 9, 0.8),
        new("soconnor", "Seán O’Connor", NorthgateWelcome, "Service adviser", WeekDays, 9, 1.0, LastWeek: 40),
        new("btadesse", "Bethlehem Tadesse", NorthgateContact, "Contact adviser", WeekDays, 8, 0.95),
        new("dcosta", "Diogo Costa", NorthgateContact, "Contact adviser", WeekDays, 10, 1.1),
        new("zkhan", "Zainab Khan", NorthgateContact, "Senior adviser", FourDays, 9, 0.8),
        new("lpopescu", "Luca Popescu", NorthgateContact, "Contact adviser", WeekDays, 10, 1.0),
        new("hkim", "Ha-eun Kim", NorthgateContact, "Contact adviser", WeekDays, 9, 1.0),
        new("tmoyo", "Tendai Moyo", NorthgateContact, "Contact adviser", WeekDays, 9, 1.0, FirstWeek: 43),
        new("evandijk", "Eva van Dijk", NorthgateCases, "Caseworker", WeekDays, 9, 0.9),
        new("jtamang", "Jyoti Tamang", NorthgateCases, "Caseworker", WeekDays, 8, 1.0),
        new("mcohen", "Miriam Cohen", NorthgateCases, "Caseworker", WithoutWednesday, 10, 1.1),
    ];

    public static DemoSite SiteOf(DemoTeam team) => team.Site == Harbour.Code ? Harbour : Northgate;
}
