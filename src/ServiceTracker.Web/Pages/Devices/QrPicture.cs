using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using QRCoder;

namespace ServiceTracker.Web.Pages.Devices;

/// <summary>A QR code as SVG, dark on light in both themes: cameras read it no other way.</summary>
public static class QrPicture
{
    // The modules of the quiet zone that the standard asks for (ISO/IEC 18004) are part of what is given.
    private const int Pixels = 5;

    /// <summary>The picture of a text.</summary>
    /// <param name="text">What a camera reads.</param>
    /// <param name="label">What it is, for those who do not see it.</param>
    public static string Of(string text, string label)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var (rows, path) = (data.ModuleMatrix, new StringBuilder());
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                if (rows[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
            }
        }

        var size = rows.Count;
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            <svg class="qr" role="img" aria-label="{HtmlEncoder.Default.Encode(label)}" width="{size * Pixels}" height="{size * Pixels}"
              viewBox="0 0 {size} {size}" shape-rendering="crispEdges">
              <rect width="{size}" height="{size}" fill="#fff"/><path fill="#000" d="{path}"/></svg>
            """);
    }
}
