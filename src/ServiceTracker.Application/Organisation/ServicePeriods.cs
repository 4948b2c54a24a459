using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>Reads a person's periods of service from what is to be saved.</summary>
internal static class ServicePeriods
{
    /// <summary>The periods that a person is to have.</summary>
    /// <param name="input">What is to be saved.</param>
    /// <param name="person">The person as stored; null for a new one.</param>
    /// <param name="errors">What is wrong, by field.</param>
    public static IReadOnlyList<ServicePeriod> Of(StaffInput input, StaffMember? person, out List<FieldError> errors)
    {
        errors = [];
        var dates = new ServicePeriod(input.ActiveFrom, input.ActiveTo);
        if (input.Periods is { } given)
        {
            if (given.Count is 0 or > StaffMember.MostPeriods)
                errors.Add(new(
                    "$.periods", FieldError.Invalid,
                    $"1 to {StaffMember.MostPeriods} periods; leave the dates of one out for somebody who was always here."));
            ServicePeriod[] periods = [.. given.Select(p => new ServicePeriod(p?.From, p?.To))];
            Check(periods, n => ($"$.periods[{n}].from", $"$.periods[{n}].to"), errors);
            if (errors.Count == 0 && input.ActiveFrom is { } from && from != periods[^1].From) errors.Add(Differs("$.activeFrom"));
            if (errors.Count == 0 && input.ActiveTo is { } to && to != periods[^1].To) errors.Add(Differs("$.activeTo"));
            return periods;
        }

        IReadOnlyList<ServicePeriod> known = person?.Periods ?? [];
        ServicePeriod[] all = known.Count > 0 && dates.IsAfter(known[^1]) ? [.. known, dates] : [.. known.SkipLast(1), dates];
        if (all.Length > StaffMember.MostPeriods)
            errors.Add(new("$.activeFrom", FieldError.Invalid, $"At most {StaffMember.MostPeriods} periods."));
        // What is stored is in order: only the dates can be wrong.
        Check(all, _ => ("$.activeFrom", "$.activeTo"), errors);
        return all;
    }

    private static void Check(ServicePeriod[] periods, Func<int, (string From, string To)> paths, List<FieldError> errors)
    {
        for (var n = 0; n < periods.Length; n++)
        {
            var (from, to) = paths(n);
            if (periods[n].To < periods[n].From) errors.Add(new(to, FieldError.Invalid, "The last day lies before the first."));
            if (n > 0 && !periods[n].IsAfter(periods[n - 1]))
            {
                errors.Add(new(from, FieldError.Invalid, periods[n - 1].To is { } end
                    ? $"The period before it lasts until {end:yyyy-MM-dd}: begin after that day, or send all periods anew."
                    : "The period before it has no end: say until when it lasts."));
            }
        }
    }

    private static FieldError Differs(string path) =>
        new(path, FieldError.Invalid, "The last of periods says something else; send one of the two.");
}
