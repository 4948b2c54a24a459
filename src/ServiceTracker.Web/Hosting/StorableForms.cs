using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using ServiceTracker.Application;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// The one edge for what comes in forms of pages: a form with a name, value or file name that no store keeps is a bad form, as the
/// framework has it for forms of the usual kind, and so is one in an encoding that is not read.
/// </summary>
public sealed class StorableForms(IOptions<FormOptions> options) : IAuthorizationFilter
{
    /// <summary>Behind the limits that a page sets (900), before the token against forged forms is looked for in the form (1000).</summary>
    public const int Order = 950;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var features = context.HttpContext.Features;
        if (context.HttpContext.Request.HasFormContentType)
            features.Set<IFormFeature>(new Form(
                features.Get<IFormFeature>() ?? new FormFeature(context.HttpContext.Request, options.Value)));
    }

    private sealed class Form(IFormFeature inner) : IFormFeature
    {
        private IFormCollection? form;

        public bool HasFormContentType => inner.HasFormContentType;

        IFormCollection? IFormFeature.Form
        {
            get => form;
            set => form = value;
        }

        public IFormCollection ReadForm() => form ??= Checked(inner.ReadForm());

        public async Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken)
        {
            if (form is not null) return form;
            try
            {
                return form = Checked(await inner.ReadFormAsync(cancellationToken));
            }
            catch (Exception unread) when (unread is NotSupportedException or ArgumentException)
            {
                throw new InvalidDataException("The form is in an encoding that is not read here.", unread);
            }
        }

        private static IFormCollection Checked(IFormCollection read) =>
            read.All(f => StorableText.IsStorable(f.Key) && f.Value.All(StorableText.IsStorable))
                && read.Files.All(f => StorableText.IsStorable(f.Name) && StorableText.IsStorable(f.FileName))
                ? read : throw new InvalidDataException(StorableText.Refusal);
    }
}
