using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace ServiceTracker.Web.Pages.Shared;

internal static class FieldNames
{
    public static string FullName(ViewContext view, ModelExpression expression) =>
        view.ViewData.TemplateInfo.GetFullHtmlFieldName(expression.Name);

    public static string Id(string name) => TagBuilder.CreateSanitizedId(name, "_");

    public static string HintId(string id) => id + "-hint";

    public static string ErrorId(string id) => id + "-error";

    public static IEnumerable<string> Errors(ViewContext view, string name) =>
        view.ViewData.ModelState.TryGetValue(name, out var entry) && entry.ValidationState == ModelValidationState.Invalid
            ? entry.Errors.Select(e => e.ErrorMessage).Distinct() : [];
}
