using System.Collections;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Binders;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// Reads lists of a form without what is nothing in them: an empty value, or an entry that is announced and of which no field comes. Pages
/// go through
/// their lists and count on every entry being there.
/// </summary>
public sealed class ListsWithoutGaps : IModelBinderProvider
{
    private static readonly CollectionModelBinderProvider Usual = new();

    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var type = context.Metadata.ModelType;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) && Usual.GetBinder(context) is { } usual
            ? new Binder(usual) : null;
    }

    private sealed class Binder(IModelBinder usual) : IModelBinder
    {
        public async Task BindModelAsync(ModelBindingContext bindingContext)
        {
            await usual.BindModelAsync(bindingContext);
            if (bindingContext.Result.Model is not IList list) return;
            for (var place = list.Count - 1; place >= 0; place--)
                if (list[place] is null) list.RemoveAt(place);
        }
    }
}
