namespace ServiceTracker.Infrastructure.Access;

/// <summary>Words and key sequences that people choose again and again, as everybody who has read about leaked passwords knows
/// them.</summary>
internal static class CommonPasswords
{
    // Of four letters and more; shorter ones are in everything. Most are the base of many passwords: with digits, capitals and signs.
    private const string Listed = """
        password passwort passwd passw motdepasse contrasena senha parola wachtwoord
        haslo secret geheim admin administrator root user guest test
        testing login logon welcome willkommen bienvenue bonjour hello hallo letmein
        access master manager default changeme change temp temporary
        system server office company business support helpdesk customer service
        office365 windows microsoft google apple samsung android internet
        computer laptop desktop monitor keyboard pass word pa55 trustno trustme
        whatever nothing something anything iloveyou ilove iloveu loveyou
        loveme love lover lovely liebe amour amore forever always together friend
        friends family mother father mommy daddy mummy brother sister
        baby ever 4ever 4you 2you you2 babygirl babyboy princess prince queen king
        angel angels heaven jesus christ church god bless blessed faith hope
        monkey dragon tiger lion eagle falcon shadow panther cougar jaguar wolf bear horse kitty kitten puppy doggy dolphin butterfly spider
        snoopy mickey minnie donald garfield scooby pokemon pikachu naruto batman
        superman spiderman ironman hulk wolverine starwars startrek
        skywalker yoda vader gandalf frodo hobbit matrix merlin phoenix ninja samurai pirate wizard hunter ranger killer soldier warrior
        football fussball futbol soccer baseball basketball hockey tennis golf
        rugby cricket racing skater surfer player gamer winner champion
        arsenal chelsea liverpool manchester united everton barcelona realmadrid
        juventus bayern dortmund yankees lakers cowboys steelers eagles
        michael jordan jennifer jessica ashley amanda daniel david andrew joshua matthew anthony robert thomas charlie george harley hannah
        nicole michelle melissa samantha sarah laura lauren emily emma olivia
        sophie lucy anna maria martin peter paul john james jack william
        alexander alex andrea angela barbara carlos maxwell maggie bailey buster rocky buddy cookie ginger pepper peanut chocolate cheese
        banana orange apple cherry strawberry coffee pizza whiskey vodka guinness budweiser heineken corona
        sunshine sunny moonlight starlight rainbow flower flowers rose lily daisy violet summer winter autumn spring sommer herbst fruehling
        january february march april june july august september october november december januar februar dezember
        monday tuesday wednesday thursday friday saturday sunday montag freitag sonntag weekend holiday christmas easter birthday
        black white green yellow purple pink silver golden diamond crystal blue red1 orange
        london paris berlin munich hamburg madrid rome vienna zurich amsterdam brussels dublin newyork boston chicago dallas austin houston
        phoenix denver seattle california texas florida england scotland ireland wales france germany deutschland spain italy america canada
        mexico brazil russia ukraine india china japan australia
        mustang ferrari porsche mercedes corvette camaro toyota honda nissan yamaha suzuki ducati harleydavidson bmw320 audi
        qwerty qwertz azerty asdf zxcv abcdef abc123 qazwsx 1qaz2wsx 1q2w3e4r zaq12wsx q1w2e3r4
        freedom liberty justice success victory money dollar million lucky fortune happy happiness smile peace music guitar dancer metallica
        nirvana slipknot eminem beatles elvis madonna blink182 linkinpark hiphop rock1 disney hollywood
        fuckyou fuckoff fuck shit bitch asshole bastard pussy sexy sexygirl hotstuff naked porn
        azertyuiop superstar rockstar popstar sweetheart sweety sweetie honey darling cutie beautiful gorgeous handsome
        security secure private personal access14 matrix zaq1 mypass mypassword
        mylove mine myself remember forgot nopass nopassword none null
        correcthorsebatterystaple thequickbrownfox loremipsum openthedoor opensesame sesame abracadabra
        teacher student school university college hospital doctor nurse police
        shop store sales cashier counter till branch staff team worker employee boss chef reception
        """;

    /// <summary>Rows of keys that lie next to each other, there and back.</summary>
    public static IReadOnlyList<string> KeyRows { get; } = ThereAndBack(
        "`1234567890-=", "!@#$%^&*()_+", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "qwertzuiopü", "yxcvbnm,.-", "azertyuiop",
        "qsdfghjklm", "wxcvbn",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
        "zaq1xsw2cde3vfr4bgt5nhy6mju7",
        "147258369", "789456123", "159357", "abcdefghijklmnopqrstuvwxyz", "01234567890");

    /// <summary>Common words in lower case.</summary>
    public static IReadOnlyList<string> Words { get; } = [
        .. Listed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length >= 4).Distinct()];

    private static List<string> ThereAndBack(params string[] rows) => [.. rows.SelectMany(r => new[] { r, new string([.. r.Reverse()]) })];
}
