namespace OrleansTrader.Grains.Breakers;

/// <summary>Tells many something, so many at once; whom it could not be told is asked again the next time.</summary>
internal static class Telling
{
    /// <param name="tell">Whether the one was told; a fault counts as no.</param>
    /// <returns>How many were not.</returns>
    public static async Task<int> All<T>(IReadOnlyList<T> all, int atOnce, Func<T, Task<bool>> tell, Action<T, Exception> failed)
    {
        var next = -1;
        var missed = 0;
        var lines = new Task[Math.Min(atOnce, all.Count)];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = Line();
        await Task.WhenAll(lines);
        return missed;

        // Runs on the grain's turns: one at a time.
        async Task Line()
        {
            while (++next < all.Count)
            {
                var one = all[next];
                try
                {
                    if (!await tell(one))
                        missed++;
                }
                catch (Exception fault)
                {
                    missed++;
                    failed(one, fault);
                }
            }
        }
    }
}
