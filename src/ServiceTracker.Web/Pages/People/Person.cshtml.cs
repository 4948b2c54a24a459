using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Flags.Coaching;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.People;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags.Coaching;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Checks;
using ServiceTracker.Web.Pages.Consistency;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.People;

/// <summary>One person, for who sees everybody's figures at a site where the person served; who works on flags notes
/// conversations.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class PersonModel(
    PersonQuery query, KeepConversation keep, NextChecks checks, MasterDataReader masterData) : PageModel
{
    private const string ThePerson = "person";

    /// <summary>The person's code.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    /// <summary>Code of the site; the home site where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    /// <summary>Whose eyes it is seen with: <c>person</c>, or the reader's own where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "as")]
    public string? SeenBy { get; set; }

    [BindProperty]
    public NoteForm Input { get; set; } = new();

    public PersonView View { get; private set; } = null!;

    /// <summary>It is shown as the person sees it.</summary>
    public bool IsAsThePerson => SeenBy == ThePerson;

    /// <summary>The reader may note a conversation.</summary>
    public bool MayNote { get; private set; }

    /// <summary>Open flags a conversation may be about.</summary>
    public IReadOnlyList<FlagDetails> Open => [.. View.Figures.Flags.Where(d => d.Flag.IsOpen)];

    /// <summary>What the form asks for.</summary>
    public sealed class NoteForm
    {
        /// <summary>As it was given.</summary>
        public string? Date { get; set; }

        public Guid[] About { get; set; } = [];
        public string? Observed { get; set; }
        public string? Step { get; set; }

        /// <summary>When to look again, as it was given.</summary>
        public string? Until { get; set; }

        public string? PrivateNote { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (!await FindAsync(cancellation)) return NotFound();
        Input.Date = Dates.Text(View.Figures.Today);
        Input.About = Open.Count == 1 ? [Open[0].Flag.Id] : [];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        if (!actor.May(Permission.WorksOnFlags)) return Forbid();
        if (!await FindAsync(cancellation)) return NotFound();
        var (date, until) = (Read(Input.Date, nameof(Input.Date)), Read(Input.Until, nameof(Input.Until)));
        if (!ModelState.IsValid) return Page();
        IReadOnlyList<AgreedStepInput> agreed =
            string.IsNullOrWhiteSpace(Input.Step) && until is null ? [] : [new AgreedStepInput(Input.Step, until)];
        var taken = await keep.RecordAsync(
            actor, new ConversationInput(View.Figures.Person.Code, date, Input.About, Input.Observed ?? "", agreed, Input.PrivateNote),
            cancellation);
        if (taken is Result<Conversation>.Ok)
        {
            TempData["Done"] = $"The conversation is noted. {View.Figures.Person.Name} can read it, without what is for managers alone.";
            return Redirect(Href());
        }

        AddRefusal(taken);
        return Page();
    }

    /// <summary>The address of this page.</summary>
    /// <param name="asPerson">As the person sees it.</param>
    public string Href(bool asPerson = false) => QueryHelpers.AddQueryString(
        UnitLine.PersonOf(View.Figures.Person, SiteCode is null ? null : View.Figures.Site),
        asPerson ? [KeyValuePair.Create("as", (string?)ThePerson)] : []);

    private DateOnly? Read(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (Dates.TryParse(text.Trim(), out var date)) return date;
        ModelState.AddModelError($"{nameof(Input)}.{field}", Dates.Needed);
        return null;
    }

    // The one step of the form is the first of a list that the task knows.
    private void AddRefusal(Result<Conversation> taken)
    {
        var refused = new ModelStateDictionary();
        refused.AddRefusal(taken);
        foreach (var (key, entry) in refused)
        {
            var field = key.StartsWith("Input.Agreed[0].", StringComparison.Ordinal) ? "Input.Step" : key;
            foreach (var error in entry.Errors) ModelState.AddModelError(field, error.ErrorMessage);
        }
    }

    private async Task<bool> FindAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        if (await query.FindAsync(actor, Code, SiteCode, cancellation) is not { } found) return false;
        var works = actor.May(Permission.WorksOnFlags) && !actor.Is(found.Person.Id);
        View = await PersonView.OfAsync(found, works && !IsAsThePerson, checks, masterData, cancellation);
        MayNote = works && !IsAsThePerson && PeopleInSight.IsOnRecord(actor, found.Person);
        return true;
    }
}
