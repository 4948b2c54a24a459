using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// Reads what a box of a form says. Anything but true and false is refused, and remembered as false: the framework remembers it as it came,
/// and fails at showing the form again with it.
/// </summary>
public sealed class TrueOrFalse : IModelBinderProvider, IModelBinder
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Metadata.ModelType == typeof(bool) ? this : null;
    }

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        ArgumentNullException.ThrowIfNull(bindingContext);
        var (name, state) = (bindingContext.ModelName, bindingContext.ModelState);
        var sent = bindingContext.ValueProvider.GetValue(name);
        if (sent == ValueProviderResult.None) return Task.CompletedTask;
        var isRead = bool.TryParse(sent.FirstValue, out var value);
        // Behind a ticked box a form sends false as well, for the case that it is not ticked.
        state.SetModelValue(name, new ValueProviderResult(value ? bool.TrueString : bool.FalseString));
        if (isRead) bindingContext.Result = ModelBindingResult.Success(value);
        else state.TryAddModelError(name, "true or false.");
        return Task.CompletedTask;
    }
}
