using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Baselines;

/// <summary>
/// Edits a draft. Adding, removing and moving a basic are submits that store nothing and keep everything typed; saving stores the whole
/// draft.
/// </summary>
[Authorize(Policy = nameof(Permission.Manages))]
[RequestFormLimits(ValueCountLimit = MaxFormValues)]
public sealed class EditModel(BaselineQuery baselines, DraftBaseline drafts, MasterDataReader master) : PageModel
{
    /// <summary>Value of <c>setup</c> in the address while this is a step of the set-up.</summary>
    public const string InSetup = "1";

    // 63 basics with 16 fields each and a box for every channel.
    private const int MaxFormValues = 16384;

    [BindProperty(SupportsGet = true)]
    public int Number { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Setup { get; set; }

    /// <summary>The button: save, publish, add, or remove-, up- or down- and the place of a basic.</summary>
    [BindProperty(Name = "action")]
    public string? Action { get; set; }

    [BindProperty]
    public BaselineForm Input { get; set; } = new();

    public IReadOnlyList<Domain.Organisation.Channel> Channels { get; private set; } = [];

    /// <summary>Place of the basic that is shown unfolded besides those with errors.</summary>
    public int? Unfolded { get; private set; }

    /// <summary>What is stored, when somebody else saved the draft in between.</summary>
    public Baseline? StoredNow { get; private set; }

    public bool IsSetup => Setup == InSetup;

    public bool MayPublish => User.ToActor().Publishes;

    public string EditorUrl => UrlOf(Number, IsSetup);

    /// <summary>A baseline as the form has it.</summary>
    public sealed class BaselineForm
    {
        public string? Name { get; set; }
        public DateOnly? EffectiveFrom { get; set; }

        /// <summary>In percent.</summary>
        [Range(typeof(decimal), "0", "100", ParseLimitsInInvariantCulture = true, ErrorMessage = "0 to 100 percent.")]
        public decimal? TargetConsistency { get; set; }

        public List<ExpectationForm> Expectations { get; set; } = [];
        public int Version { get; set; }
    }

    /// <summary>A basic as the form has it.</summary>
    public sealed class ExpectationForm
    {
        public string? Code { get; set; }
        public string? Question { get; set; }
        public string? Promise { get; set; }
        public string? Guidance { get; set; }
        public string? Kind { get; set; }
        public string? Unit { get; set; }
        public double? Target { get; set; }
        public string? Direction { get; set; }
        public int? Weight { get; set; } = 1;
        public bool Critical { get; set; }
        public bool EveryChannel { get; set; } = true;
        public List<string> Channels { get; set; } = [];
        public string? Evidence { get; set; }
        public string? Owner { get; set; }
        public DateOnly? ReviewDate { get; set; }
    }

    /// <summary>Address of a draft's editor.</summary>
    public static string UrlOf(int number, bool setup) => $"/baselines/{number}/edit" + (setup ? $"?setup={InSetup}" : "");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await baselines.FindAsync(Number, cancellation) is not { Baseline: var draft }) return NotFound();
        if (draft.IsPublished) return Redirect($"/baselines/{Number}");
        Input = FormOf(draft);
        await LoadAsync(cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (Rearrange())
        {
            // Names of the fields have moved: what was typed is in the input, not in the state of the old names.
            ModelState.Clear();
            await LoadAsync(cancellation);
            return Page();
        }

        foreach (var (e, i) in Input.Expectations.Select((e, i) => (e, i)))
        {
            if (string.IsNullOrWhiteSpace(e.Code) && Slug.Of(e.Question, '_') is { Length: > 0 } made) e.Code = made;
            if (!e.EveryChannel && e.Channels.Count == 0)
                ModelState.AddModelError($"Input.Expectations[{i}].Channels", "Tick the channels it applies to, or every channel.");
        }

        if (ModelState.IsValid)
        {
            var saved = await drafts.EditAsync(User.ToActor(), Number, InputOf(Input), Input.Version, cancellation);
            switch (saved)
            {
                case Result<Baseline>.Ok:
                    if (Action == "publish") return Redirect($"/baselines/{Number}/publish" + (IsSetup ? $"?setup={InSetup}" : ""));
                    TempData["Done"] = "The draft is saved.";
                    return Redirect(EditorUrl);
                case Result<Baseline>.NotFound:
                    return NotFound();
                case Result<Baseline>.Stale when (await baselines.FindAsync(Number, cancellation))?.Baseline is { } stored:
                    ModelState.AddStale();
                    (StoredNow, Input.Version) = (stored, stored.Version);
                    break;
                case Result<Baseline>.Invalid(var errors):
                    // What concerns a basic as a whole, such as a code used twice, stands at its code.
                    ModelState.AddRefusal<Baseline>(Refusal.Invalid(
                        [.. errors.Select(e => e.Path.EndsWith(']') ? e with { Path = e.Path + ".code" } : e)]));
                    break;
                default:
                    ModelState.AddRefusal(saved);
                    break;
            }
        }

        await LoadAsync(cancellation);
        return Page();
    }

    /// <summary>Whether something of a basic is wrong.</summary>
    public bool HasErrors(int place) =>
        ModelState.Any(s => s.Key.StartsWith($"Input.Expectations[{place}].", StringComparison.Ordinal) && s.Value!.Errors.Count > 0);

    private bool Rearrange()
    {
        var list = Input.Expectations;
        if (Action == "add")
        {
            list.Add(new ExpectationForm());
            Unfolded = list.Count - 1;
            return true;
        }

        if (Action?.Split('-') is not [var what, var at] || !int.TryParse(at, CultureInfo.InvariantCulture, out var place) || place < 0
            || place >= list.Count) return false;
        switch (what)
        {
            case "remove":
                list.RemoveAt(place);
                return true;
            case "up" when place > 0:
                (list[place - 1], list[place]) = (list[place], list[place - 1]);
                return true;
            case "down" when place < list.Count - 1:
                (list[place + 1], list[place]) = (list[place], list[place + 1]);
                return true;
            default:
                return what is "up" or "down";
        }
    }

    private async Task LoadAsync(CancellationToken cancellation) =>
        Channels = [.. (await master.GetAsync(cancellation)).Channels.All.OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];

    private static BaselineInput InputOf(BaselineForm form) =>
        new(form.Name, form.EffectiveFrom, (double?)(form.TargetConsistency / 100), [.. form.Expectations.Select(InputOf)]);

    private static ExpectationInput InputOf(ExpectationForm e)
    {
        var measure = e.Kind == ExpectationInput.Measure;
        return new(
            e.Code, e.Question, e.Promise, e.Guidance, e.Kind ?? ExpectationInput.Check, measure ? e.Unit : null, measure ? e.Target : null,
            measure ? e.Direction ?? ExpectationInput.AtMost : null, e.Weight, e.Critical,
            e.EveryChannel ? [Expectation.EveryChannel] : e.Channels, e.Evidence, e.Owner, e.ReviewDate);
    }

    private static BaselineForm FormOf(Baseline draft) => new()
    {
        Name = draft.Name,
        EffectiveFrom = draft.EffectiveFrom,
        TargetConsistency = (decimal)Math.Round(draft.TargetConsistency * 100, 6),
        Version = draft.Version,
        Expectations = [.. draft.Expectations.Select(ExpectationInput.Of).Select(FormOf)],
    };

    private static ExpectationForm FormOf(ExpectationInput e)
    {
        var every = e.Channels is null or [Expectation.EveryChannel];
        return new()
        {
            Code = e.Code,
            Question = e.Question,
            Promise = e.Promise,
            Guidance = e.Guidance,
            Kind = e.Kind,
            Unit = e.Unit,
            Target = e.Target,
            Direction = e.Direction,
            Weight = e.Weight,
            Critical = e.Critical == true,
            EveryChannel = every,
            Channels = every ? [] : [.. e.Channels!],
            Evidence = e.Evidence,
            Owner = e.Owner,
            ReviewDate = e.ReviewDate,
        };
    }
}
