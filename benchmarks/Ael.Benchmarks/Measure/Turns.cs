namespace Ael.Benchmarks.Measure;

/// <summary>
/// Several sides measured in turns, so that all see the same machine at nearly the same time; who begins changes from round to round.
/// </summary>
/// <param name="Values">Of each side, one a round.</param>
internal sealed record Turns(IReadOnlyList<IReadOnlyList<double>> Values)
{
    /// <param name="rounds">That count.</param>
    /// <param name="warmUp">Rounds before them.</param>
    /// <param name="sides">Each runs a block and gives what one operation took in it.</param>
    public static async Task<Turns> MeasureAsync(int rounds, int warmUp, params Func<Task<double>>[] sides)
    {
        var values = sides.Select(_ => new List<double>()).ToArray();
        for (var round = -warmUp; round < rounds; round++)
        {
            for (var i = 0; i < sides.Length; i++)
            {
                var turn = (i + round + warmUp) % sides.Length;
                var value = await sides[turn]();
                if (round >= 0)
                {
                    values[turn].Add(value);
                }
            }
        }

        return new Turns(values);
    }

    public double Median(int side) => Sample.Median(Values[side]);

    /// <summary>How many times as long one side takes as another: the median of the rounds' ratios.</summary>
    public Interval Ratio(int side, int to) => Sample.MedianInterval([.. Values[side].Zip(Values[to], (one, other) => one / other)]);
}
