namespace ServiceTracker.Application.Reports;

/// <summary>For whom a CSV file is meant.</summary>
public enum CsvProfile
{
    /// <summary>RFC 4180: comma, decimal points, UTF-8 without a BOM.</summary>
    Standard,

    /// <summary>BOM, semicolon and decimal commas, as spreadsheets of many countries open it by a double click.</summary>
    Excel,

    /// <summary>BOM, comma and decimal points, as spreadsheets set to English open it by a double click.</summary>
    ExcelUs,
}
