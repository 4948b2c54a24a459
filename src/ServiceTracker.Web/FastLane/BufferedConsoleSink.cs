using System.Globalization;
using System.Text;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Formatting;

namespace ServiceTracker.Web.FastLane;

/// <summary>
/// Writes the log's lines to a redirected console in portions: a call to the system for each line costs as much as making the line. A line
/// waits a tenth of a second at most; a warning or worse, and the end of the program, take along all that waits. Shown by the benchmark
/// <c>write</c>.
/// </summary>
internal sealed class BufferedConsoleSink : ILogEventSink, IDisposable
{
    private const int PortionChars = 16 << 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly ITextFormatter formatter;
    private readonly bool standardError;
    private readonly Lock gate = new();
    private readonly StringBuilder portion = new(PortionChars + 1024);
    private readonly StringWriter lines;
    private readonly Timer timer;
    private bool ended;

    /// <param name="formatter">Makes a line of an event.</param>
    /// <param name="standardError">Whether it is standard error that is written to.</param>
    public BufferedConsoleSink(ITextFormatter formatter, bool standardError)
    {
        (this.formatter, this.standardError) = (formatter, standardError);
        lines = new StringWriter(portion, CultureInfo.InvariantCulture);
        timer = new Timer(_ => Write());
        AppDomain.CurrentDomain.ProcessExit += WriteAtTheEnd;
        AppDomain.CurrentDomain.UnhandledException += WriteAtTheEnd;
    }

    public void Emit(LogEvent logEvent)
    {
        lock (gate)
        {
            var isFirst = portion.Length == 0;
            formatter.Format(logEvent, lines);
            if (ended || logEvent.Level >= LogEventLevel.Warning || portion.Length >= PortionChars) Write();
            else if (isFirst) timer.Change(LongestWait, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= WriteAtTheEnd;
        AppDomain.CurrentDomain.UnhandledException -= WriteAtTheEnd;
        lock (gate) ended = true;
        timer.Dispose();
        Write();
    }

    private void WriteAtTheEnd(object? sender, EventArgs e) => Write();

    private void Write()
    {
        lock (gate)
        {
            if (portion.Length == 0) return;
            try
            {
                (standardError ? Console.Error : Console.Out).Write(portion);
            }
            catch (IOException e)
            {
                // A full disk behind the console costs lines, and neither requests nor memory.
                SelfLog.WriteLine("The console took no lines: {0}", e);
            }

            portion.Clear();
        }
    }
}
