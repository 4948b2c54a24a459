using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ServiceTracker.Application;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// The one edge for what comes in forms of pages. A person cannot type what no store keeps and must not lose the rest of a form to it, so a visible
/// sign takes its place in names, values and file names; programs are refused instead. A form in an encoding that is not read is a bad form.
/// </summary>
public sealed class StorableForms(IOptions<FormOptions> options) : IAuthorizationFilter, IOrderedFilter
{
    /// <summary>Behind the limits that a page sets (900), before the token against forged forms is looked for in the form (1000).</summary>
    public int Order => 950;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var features = context.HttpContext.Features;
        if (context.HttpContext.Request.HasFormContentType) features.Set<IFormFeature>(new Form(features.Get<IFormFeature>() ?? new FormFeature(context.HttpContext.Request, options.Value)));
    }

    /// <summary>Names and values that can be kept.</summary>
    public static Dictionary<string, StringValues> Storable(IEnumerable<KeyValuePair<string, StringValues>> fields) =>
        fields.GroupBy(f => StorableText.Of(f.Key), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(f => f.Key, f => new StringValues([.. f.SelectMany(one => one.Value).Select(StorableText.Of)]), StringComparer.OrdinalIgnoreCase);

    private sealed class Form(IFormFeature inner) : IFormFeature
    {
        private IFormCollection? form;

        public bool HasFormContentType => inner.HasFormContentType;

        IFormCollection? IFormFeature.Form
        {
            get => form;
            set => form = value;
        }

        public IFormCollection ReadForm() => form ??= Cleaned(inner.ReadForm());

        public async Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken)
        {
            if (form is not null) return form;
            try
            {
                return form = Cleaned(await inner.ReadFormAsync(cancellationToken));
            }
            catch (Exception unread) when (unread is NotSupportedException or ArgumentException)
            {
                throw new InvalidDataException("The form is in an encoding that is not read here.", unread);
            }
        }

        private static IFormCollection Cleaned(IFormCollection read)
        {
            var isStorable = read.All(f => StorableText.IsStorable(f.Key) && f.Value.All(StorableText.IsStorable))
                && read.Files.All(f => StorableText.IsStorable(f.Name) && StorableText.IsStorable(f.FileName));
            if (isStorable) return read;
            var files = new FormFileCollection();
            files.AddRange(read.Files.Select(f => new FormFile(f.OpenReadStream(), 0, f.Length, StorableText.Of(f.Name), StorableText.Of(f.FileName)) { Headers = f.Headers }));
            return new FormCollection(Storable(read), files);
        }
    }
}
