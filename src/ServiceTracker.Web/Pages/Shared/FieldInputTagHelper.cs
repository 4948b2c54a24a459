using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ServiceTracker.Web.Pages.Shared;

/// <summary>Tells assistive technology which inputs are wrong, and where hint and error stand.</summary>
[HtmlTargetElement("input", Attributes = ForName)]
[HtmlTargetElement("select", Attributes = ForName)]
[HtmlTargetElement("textarea", Attributes = ForName)]
public sealed class FieldInputTagHelper : TagHelper
{
    private const string ForName = "asp-for";

    /// <summary>The input's expression.</summary>
    [HtmlAttributeName(ForName)]
    public ModelExpression For { get; set; } = null!;

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = FieldNames.FullName(ViewContext, For);
        var id = FieldNames.Id(name);
        var wrong = FieldNames.Errors(ViewContext, name).Any();
        if (wrong) output.Attributes.SetAttribute("aria-invalid", "true");
        string?[] parts = [
            context.Items.ContainsKey(typeof(FieldTagHelper)) ? FieldNames.HintId(id) : null, wrong ? FieldNames.ErrorId(id) : null];
        if (string.Join(' ', parts.Where(p => p is not null)) is { Length: > 0 } describedBy)
            output.Attributes.SetAttribute("aria-describedby", describedBy);
    }
}
