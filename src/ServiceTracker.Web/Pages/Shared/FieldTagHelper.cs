using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ServiceTracker.Web.Pages.Shared;

/// <summary>
/// A labelled field: <c>&lt;div field-for="Input.Name" label="Name" hint="…"&gt;&lt;input asp-for="Input.Name"&gt;&lt;/div&gt;</c>
/// writes the label before the input, and the hint and what is wrong after it.
/// </summary>
[HtmlTargetElement("div", Attributes = ForName)]
public sealed class FieldTagHelper : TagHelper
{
    private const string ForName = "field-for";

    /// <summary>The input's expression.</summary>
    [HtmlAttributeName(ForName)]
    public ModelExpression For { get; set; } = null!;

    /// <summary>Words of the label.</summary>
    public string Label { get; set; } = "";

    /// <summary>What helps to fill it in.</summary>
    public string? Hint { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Init(TagHelperContext context)
    {
        if (Hint is not null) context.Items[typeof(FieldTagHelper)] = true;
    }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var name = FieldNames.FullName(ViewContext, For);
        var id = FieldNames.Id(name);
        var content = await output.GetChildContentAsync();
        output.Attributes.SetAttribute("class", "field");
        output.Content.AppendHtml(Tag("label", Label, "for", id)).AppendHtml(content);
        if (Hint is not null) output.Content.AppendHtml(Tag("p", Hint, "id", FieldNames.HintId(id), "class", "hint"));
        foreach (var (error, i) in FieldNames.Errors(ViewContext, name).Select((e, i) => (e, i)))
            output.Content.AppendHtml(
                i == 0 ? Tag("p", error, "id", FieldNames.ErrorId(id), "class", "error") : Tag("p", error, "class", "error"));
    }

    private static TagBuilder Tag(string name, string text, params string[] attributes)
    {
        var tag = new TagBuilder(name);
        for (var i = 0; i < attributes.Length; i += 2) tag.Attributes[attributes[i]] = attributes[i + 1];
        tag.InnerHtml.Append(text);
        return tag;
    }
}
