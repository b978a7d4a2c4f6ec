namespace Orleans
{
    /// <summary>The stable name of a type or method in contracts.</summary>
    [AttributeUsage(
        AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method,
        AllowMultiple = true)]
    public sealed class AliasAttribute : Attribute
    {
        public AliasAttribute(string alias) => Alias = alias;

        public string Alias { get; }
    }

    /// <summary>The stable name of a grain class: the first part of its grains' identities.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class GrainTypeAttribute : Attribute
    {
        private readonly string _grainType;

        public GrainTypeAttribute(string grainType) => _grainType = grainType;

        /// <summary>The grain type; neither argument is looked at.</summary>
        public GrainType GetGrainType(IServiceProvider services, Type type) => GrainType.Create(_grainType);
    }

    /// <summary>How long a caller waits for the answer of this method, as a <see cref="TimeSpan"/>'s text.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ResponseTimeoutAttribute : Attribute
    {
        public ResponseTimeoutAttribute(string timeout) =>
            Timeout = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);

        public TimeSpan? Timeout { get; init; }
    }
}

namespace Orleans.Concurrency
{
    /// <summary>The method changes nothing: such calls run interleaved with each other. Stands on the interface's method.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ReadOnlyAttribute : Attribute;

    /// <summary>The method runs at once, between the turns of whatever else runs. Stands on the interface's method.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AlwaysInterleaveAttribute : Attribute;

    /// <summary>The caller gets no answer, not even a failure. Stands on the interface's method.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class OneWayAttribute : Attribute;
}
